import DataFrames
import Testing

@testable import Parquet

@Suite struct ParquetFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A file tells its schema, row groups, statistics and texts")
  func description() throws {
    var options = ParquetWriteOptions()
    options.rowGroupRows = 2
    options.keyValueMetadata = ["owner": "ml", "note": ""]
    let frame: DataFrame = [
      "id": .int64([5, -3, nil]), "day": .date([nil, nil, CivilDate(daysSinceEpoch: 9)]), "rate": .float64([1, 2, 3]),
    ]
    try frame.writeParquet(to: folder.file(), options: options)
    let file = try ParquetFile(path: folder.file())
    #expect(file.rowCount == 3)
    #expect(file.schema.map(\.name) == ["id", "day", "rate"])
    #expect(file.schema.map(\.type) == [.int64, .date, .float64])
    #expect(file.schema.allSatisfy { $0.isNullable && $0.unsupportedFeature == nil })
    #expect(file.rowGroups.map(\.rowCount) == [2, 1])
    let first = try #require(file.rowGroups[0].statistics(for: "id"))
    #expect((first.minimum, first.maximum, first.nullCount) == (-3, 5, 0))
    let days = try #require(file.rowGroups[0].statistics(for: "day"))
    #expect((days.minimum, days.maximum, days.nullCount) == (nil, nil, 2))
    #expect(file.rowGroups[1].statistics(for: "day")?.maximum == 9)
    #expect(file.rowGroups[1].statistics(for: "none") == nil)
    #expect(file.keyValueMetadata == ["owner": "ml", "note": ""])
    #expect(file.createdBy?.hasPrefix("feature-store-swift") == true)
  }

  @Test("Columns are read in the order asked for, and row groups one by one")
  func projection() throws {
    var options = ParquetWriteOptions()
    options.rowGroupRows = 2
    let frame: DataFrame = ["a": .int64([1, 2, 3]), "b": .string(["x", nil, "z"]), "c": .bool([true, false, nil])]
    try frame.writeParquet(to: folder.file(), options: options)
    let file = try ParquetFile(path: folder.file())
    #expect(try file.read(columns: ["c", "a"]) == frame.select(["c", "a"]))
    #expect(try file.readRowGroup(1, columns: ["b"]) == ["b": .string(["z"])])
    #expect(try file.read(columns: []).rowCount == 3)
  }

  @Test("A column that is missing or asked for twice is named, with the columns there are")
  func missing() throws {
    try (["a": .int64([1])] as DataFrame).writeParquet(to: folder.file())
    let file = try ParquetFile(path: folder.file())
    let error = #expect(throws: ParquetError.self) { try file.read(columns: ["x"]) }
    #expect(error?.code == .columnNotFound)
    #expect(error?.description.contains("column 'x': No such column. Columns here: a.") == true)
    #expect(throws: ParquetError.self) { try file.read(columns: ["a", "a"]) }
    #expect(throws: ParquetError.self) { try file.readRowGroup(1) }
    #expect(throws: ParquetError.self) { try file.readRowGroup(-1) }
  }

  @Test("What is no Parquet file is an error that says so")
  func notParquet() throws {
    #expect { try ParquetFile(path: folder.file("none")) } throws: { ParquetError.Code.io ~= $0 }
    #expect { try ParquetFile(path: folder.path) } throws: { ParquetError.Code.io ~= $0 }
    try folder.write(Array("id,name\n1,a\n2,b\n3,c\n".utf8))
    #expect { try ParquetFile(path: folder.file()) } throws: { ParquetError.Code.notParquet ~= $0 }
    try folder.write([])
    #expect { try ParquetFile(path: folder.file()) } throws: { ParquetError.Code.notParquet ~= $0 }
    try folder.write(Array("PAR1".utf8) + [0, 0, 0, 0] + Array("PARE".utf8))
    #expect { try ParquetFile(path: folder.file()) } throws: { ParquetError.Code.unsupported ~= $0 }
  }

  @Test("Columns of a wide file are found by name, and names that come twice are not")
  func wide() throws {
    let names = (0..<3_000).map { "c\($0)" }
    try DataFrame(columns: names.map { (name: $0, column: .int32([1])) }).writeParquet(to: folder.file())
    let file = try ParquetFile(path: folder.file())
    #expect(file.columnNames == names)
    #expect(file.field("c2999")?.type == .int32)
    #expect(file.field("c3000") == nil)
    #expect(try file.read(columns: ["c2999", "c0"]).columnNames == ["c2999", "c0"])
    let twice = (0..<2).map { _ in SchemaElement(name: "a", type: 1, repetition: 0) }
    let schema = try FileSchema([SchemaElement(name: "root", childCount: 2)] + twice)
    #expect(schema.column("a") == nil)
    #expect(errorCode { _ = try schema.select(["a"], "") } == .invalidInput)
    #expect(errorCode { _ = try schema.select(nil, "") } == .invalidInput)
  }
}
