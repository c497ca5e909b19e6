import DataFrames
import Testing

@testable import Parquet

/// Parts of a file: ranges of rows, batches, row groups that may hold a value.
@Suite struct RangeTests {
  private let folder: TemporaryFolder
  private let frame: DataFrame

  init() throws {
    folder = try TemporaryFolder()
    var options = ParquetWriteOptions()
    options.rowGroupRows = 30
    var columns = try Frames.everyType(rows: 100, nulls: true)
    columns = try columns.adding("id", .int64((0..<100).map { $0 }))
    columns = try columns.adding(
      "time", .timestamp((0..<100).map { $0 < 60 ? nil : Timestamp(seconds: $0) }, unit: .milliseconds))
    frame = columns
    try frame.writeParquet(to: folder.file(), options: options)
  }

  @Test(
    "Ranges of rows come from the row groups that hold them", arguments: [0..<0, 0..<100, 29..<31, 30..<60, 99..<100])
  func rows(range: Range<Int>) throws {
    let file = try ParquetFile(path: folder.file())
    #expect(try file.read(rows: range) == frame.taking(Array(range)))
    #expect(try file.read(rows: range, columns: ["id"]).rowCount == range.count)
  }

  @Test("Rows that are not there are an error", arguments: [-1..<5, 0..<101, 200..<300])
  func outside(range: Range<Int>) throws {
    let file = try ParquetFile(path: folder.file())
    #expect { try file.read(rows: range) } throws: { ParquetError.Code.invalidInput ~= $0 }
  }

  @Test("Batches end at row groups", arguments: [7, 30, 1_000])
  func batches(rows: Int) throws {
    var batches = try ParquetFile(path: folder.file()).batches(rows: rows)
    var parts: [DataFrame] = []
    while let part = try batches.next() { parts.append(part) }
    #expect(parts.allSatisfy { $0.rowCount > 0 && $0.rowCount <= rows })
    #expect(try DataFrame.concat(parts) == frame)
    #expect(try batches.next() == nil)
  }

  @Test("Row groups without a value of the range are left out")
  func skipping() throws {
    let file = try ParquetFile(path: folder.file())
    #expect(try file.rowGroups(where: "id", in: 29...30) == [0, 1])
    #expect(try file.rowGroups(where: "id", in: 200...300) == [])
    #expect(try file.rowGroups(where: "time", in: Timestamp(seconds: 0)...Timestamp(seconds: 70)) == [2])
    #expect(try file.read(rowGroups: [3, 0], columns: ["id"]).rowCount == 40)
    #expect { try file.rowGroups(where: "missing", in: 0...1) } throws: { ParquetError.Code.columnNotFound ~= $0 }
    #expect { try file.rowGroups(where: "text", in: 0...1) } throws: { ParquetError.Code.invalidInput ~= $0 }
    #expect { try file.rowGroups(where: "id", in: Timestamp(seconds: 0)...Timestamp(seconds: 1)) } throws: {
      ParquetError.Code.invalidInput ~= $0
    }
  }
}
