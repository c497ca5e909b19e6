import DataFrames
import Testing

@testable import Parquet

@Suite struct ParquetWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("Frames that are appended fill row groups")
  func appending() throws {
    var options = ParquetWriteOptions()
    options.rowGroupRows = 100
    let frame = try Frames.everyType(rows: 350, nulls: true)
    let writer = try ParquetWriter(path: folder.file(), options: options)
    for range in [0..<10, 10..<10, 10..<130, 130..<350] { try writer.append(frame.taking(Array(range))) }
    try writer.finish(sync: true)
    let file = try ParquetFile(path: folder.file())
    #expect(file.rowGroups.map(\.rowCount) == [100, 100, 100, 50])
    #expect(try file.read() == frame)
  }

  @Test("Large rows make small row groups")
  func byteLimit() throws {
    var options = ParquetWriteOptions()
    options.rowGroupBytes = 10_000
    let frame: DataFrame = ["text": .string((0..<100).map { String(repeating: "x", count: 900 + $0) })]
    try frame.writeParquet(to: folder.file(), options: options)
    let file = try ParquetFile(path: folder.file())
    #expect(file.rowGroups.count >= 10)
    #expect(try file.read() == frame)
  }

  @Test("A writer that does not finish leaves nothing, and an older file untouched")
  func unfinished() throws {
    try folder.write([1, 2, 3])
    do {
      let writer = try ParquetWriter(path: folder.file())
      try writer.append(["a": .int64([1])])
    }
    #expect(folder.names == ["test.parquet"])
    #expect(try folder.read() == [1, 2, 3])
  }

  @Test("Nothing is written after the end, and no file without columns")
  func misuse() throws {
    let writer = try ParquetWriter(path: folder.file())
    #expect { try writer.finish() } throws: { ParquetError.Code.invalidInput ~= $0 }
    try writer.append(["a": .int64([1])])
    try writer.finish()
    #expect { try writer.finish() } throws: { ParquetError.Code.invalidInput ~= $0 }
    #expect(try DataFrame(parquet: folder.file()) == ["a": .int64([1])])
    #expect { try ([:] as DataFrame).writeParquet(to: folder.file()) } throws: { ParquetError.Code.invalidInput ~= $0 }
  }

  @Test("Frames must have the columns and types of the first")
  func schema() throws {
    let writer = try ParquetWriter(path: folder.file())
    try writer.append(["a": .int64([1])])
    #expect { try writer.append(["b": .int64([1])]) } throws: { ParquetError.Code.invalidInput ~= $0 }
    let error = #expect(throws: ParquetError.self) { try writer.append(["a": .int32([1])]) }
    #expect(error?.column == "a")
  }

  @Test("A column by which rows are said to be sorted must be there")
  func sortedColumns() throws {
    var options = ParquetWriteOptions()
    options.sortedColumns = [.init("b")]
    let error = #expect(throws: ParquetError.self) {
      try (["a": .int64([1])] as DataFrame).writeParquet(to: folder.file(), options: options)
    }
    #expect(error?.column == "b")
  }

  @Test("A folder that is not there is an error")
  func noFolder() {
    #expect { try ParquetWriter(path: folder.file("none/x.parquet")) } throws: { ParquetError.Code.io ~= $0 }
  }

  @Test("Bounds have no NaN, and a zero bound stands for both zeros")
  func floatBounds() {
    var bounds = Bounds<Double>()
    [Double.nan, 0.0, .nan].withUnsafeBufferPointer { bounds.add($0) }
    #expect(bounds.minimum?.bitPattern == (-0.0).bitPattern)
    #expect(bounds.maximum?.bitPattern == 0.0.bitPattern)
    var none = Bounds<Double>()
    [Double.nan].withUnsafeBufferPointer { none.add($0) }
    #expect(none.minimum == nil)
  }

  @Test("Texts are bounded in the order of their bytes")
  func textBounds() {
    var bounds = TextBounds()
    for text in ["b", "ü", "aa"] {
      Array(text.utf8).withUnsafeBufferPointer { bounds.add($0) }
    }
    #expect(bounds.minimum == Array("aa".utf8))
    #expect(bounds.maximum == Array("ü".utf8))
  }

  private static func nanoseconds(_ counts: [Int64], utc: Bool = true) -> Column {
    Column(.timestamp(counts, .nanoseconds, utc: utc))
  }

  @Test("Nanoseconds are written as microseconds where a column loses no digit", arguments: [true, false])
  func coarseTimes(utc: Bool) throws {
    let validity = Validity.bitmap(count: 2) { $0 == 0 }
    let lists = ListBuffer(offsets: [0, 1, 2], elements: Self.nanoseconds([3_000, 0], utc: utc))
    let frame = try DataFrame(columns: [
      ("whole", Self.nanoseconds([1_000, -2_000], utc: utc)), ("fine", Self.nanoseconds([1_000, 1], utc: utc)),
      ("null", Column(.timestamp([1_000, 1], .nanoseconds, utc: utc), validity: validity)),
      ("lists", Column(.list(lists))),
    ])
    try frame.writeParquet(to: folder.file())
    let micros = ColumnType.timestamp(.microseconds, utc: utc)
    let read = try DataFrame(parquet: folder.file())
    #expect(read.schema.map(\.type) == [micros, .timestamp(.nanoseconds, utc: utc), micros, .list(micros)])
    #expect(try read.column("whole") == Column(.timestamp([1, -2], .microseconds, utc: utc)))
    #expect(try read.column("fine") == frame.column("fine"))
    #expect(try read.column("null").isNull(1))
  }

  @Test("Nanoseconds stay when that is asked for, and in a file that is written frame by frame")
  func keptNanoseconds() throws {
    let frame: DataFrame = ["a": Self.nanoseconds([1_000])]
    var options = ParquetWriteOptions()
    options.nanoseconds = .kept
    try frame.writeParquet(to: folder.file(), options: options)
    #expect(try DataFrame(parquet: folder.file()) == frame)
    let writer = try ParquetWriter(path: folder.file())
    try writer.append(frame)
    try writer.append(["a": Self.nanoseconds([1])])
    try writer.finish()
    #expect(try DataFrame(parquet: folder.file()).column("a") == Self.nanoseconds([1_000, 1]))
  }
}
