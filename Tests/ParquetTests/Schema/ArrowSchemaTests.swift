import DataFrames
import Testing

@testable import Parquet

/// Types that only the Arrow schema in a file tells.
@Suite struct ArrowSchemaTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file of one column that is stored without a logical type.
  private func file(_ example: ArrowExample, _ values: [UInt8], rows: Int) -> RawFile {
    var file = RawFile(
      physicalType: example.physicalType, schema: example.elements, rows: rows, entries: rows,
      pages: RawFile.page(rows, values))
    file.claims.fields = { $0.keyValues([(ArrowSchema.key, example.base64)]) }
    return file
  }

  private func column(_ name: String, _ values: [UInt8], rows: Int = 2) throws -> Column {
    let example = try ArrowExample.named(name)
    try folder.write(file(example, values, rows: rows).bytes())
    return try DataFrame(parquet: folder.file()).column("a")
  }

  @Test("Seconds become milliseconds", arguments: [("timestamp[s]", false), ("timestamp[s, UTC]", true)])
  func seconds(name: String, utc: Bool) throws {
    let wanted = Column(.timestamp([1_500_000_000_000, -1_000], .milliseconds, utc: utc))
    #expect(try column(name, RawFile.plain([1_500_000_000, -1] as [Int64])) == wanted)
    #expect(errorCode { _ = try column(name, RawFile.plain([Int64.max]), rows: 1) } == .corrupt)
  }

  @Test("Date64 becomes a time, and times of day in seconds nanoseconds")
  func dates() throws {
    #expect(
      try column("date64", RawFile.plain([86_400_000, -1] as [Int64]))
        == Column(.timestamp([86_400_000, -1], .milliseconds, utc: false)))
    #expect(try column("date32", RawFile.int32([1, -1])).type == .date)
    #expect(try column("time32[s]", RawFile.int32([1, 86_399])) == .int64([1_000_000_000, 86_399_000_000_000]))
  }

  @Test("A duration stays a number, and its unit is said", arguments: ["s", "ms", "us", "ns"])
  func durations(unit: String) throws {
    #expect(try column("duration[\(unit)]", RawFile.plain([5, -1] as [Int64])) == .int64([5, -1]))
    let names = ["s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"]
    let field = try #require(try ParquetFile(path: folder.file()).field("a"))
    #expect(field.note == "duration in \(try #require(names[unit]))")
    #expect(field.typeName == "int64")
  }

  @Test("128-bit numbers become decimals, those of more than 38 digits an error that names the row")
  func wide() throws {
    let values = [-1, 99_999_999_999_999_999_999_999_999_999_999_999_999] as [Int128]
    let wanted = Column(.decimal(values, precision: 38, scale: 0))
    #expect(try column("int128 of polars", RawFile.plain(values)) == wanted)
    #expect(try column("uint128 of polars", RawFile.plain([values[1]]), rows: 1).type == wanted.type)
    for name in ["int128 of polars", "uint128 of polars"] {
      let error = #expect(throws: ParquetError.self) { try column(name, RawFile.plain([0, values[1] + 1])) }
      #expect(error?.message.contains("number 1 (from 0)") == true)
    }
    #expect(errorCode { _ = try column("uint128 of polars", RawFile.plain([0, -1] as [Int128])) } == .unsupported)
  }

  @Test("Unsigned numbers, strings, decimals and UUIDs without a logical type")
  func others() throws {
    #expect(try column("uint32", RawFile.int32([-1, 1])) == .int64([4_294_967_295, 1]))
    #expect(try column("decimal128(9, 2)", RawFile.int32([150, -1])).type == .decimal(precision: 9, scale: 2))
    for name in ["string", "large_string", "string_view", "dictionary of strings"] {
      #expect(try column(name, [1, 0, 0, 0, 0x61, 0, 0, 0, 0]) == .string(["a", ""]))
    }
    #expect(
      try column("arrow.uuid", [UInt8](repeating: 0, count: 16), rows: 1)
        == .string(["00000000-0000-0000-0000-000000000000"]))
    #expect(try column("arrow.bool8", RawFile.int32([1, 0])) == .int32([1, 0]))
    #expect(try ParquetFile(path: folder.file()).schema[0].note == "extension type arrow.bool8, as it is stored")
  }

  @Test("Elements of lists are refined as well", arguments: ["list of timestamp[s]", "fixed list of 2 timestamp[s]"])
  func lists(name: String) throws {
    let levels = RawFile.levels([0, 1, 0, 0], width: 1) + RawFile.levels([3, 2, 1, 0], width: 2)
    let example = try ArrowExample.named(name)
    var file = file(example, levels + RawFile.plain([2] as [Int64]), rows: 4)
    file.rows = 3
    try folder.write(file.bytes())
    let column = try DataFrame(parquet: folder.file()).column("a")
    #expect(column.type == .list(.timestamp(.milliseconds, utc: false)))
    #expect(column.count == 3)
    #expect(column.isNull(2))
  }

  @Test("A schema that cannot be read, or is about other columns, says nothing")
  func useless() throws {
    let good = try ArrowExample.named("timestamp[s]")
    for base64 in ["", "====", "not base64!", "AAAA", "/////wAAAAA=", String(good.base64.prefix(60))] {
      let bad = ArrowExample(name: "", physicalType: .int64, length: nil, isList: false, base64: base64)
      try folder.write(file(bad, RawFile.plain([1] as [Int64]), rows: 1).bytes())
      #expect(try DataFrame(parquet: folder.file()).column("a") == .int64([1]))
    }
    var renamed = file(good, RawFile.plain([1] as [Int64]), rows: 1)
    renamed.schema = [RawFile.element("b", .required, type: .int64)]
    try folder.write(renamed.bytes())
    #expect(try DataFrame(parquet: folder.file()).column("b") == .int64([1]))
  }

  @Test("Any change to any schema gives some answer", .timeLimit(.minutes(1)))
  func damaged() throws {
    var generator = Generator(state: 20_240_101)
    for example in try ArrowExample.all() {
      let bytes = try #require(Base64.decode(example.base64.utf8))
      for length in bytes.indices { look(Array(bytes[..<length])) }
      for index in bytes.indices {
        for change: UInt8 in [0x01, 0x80, 0xFF] {
          var damaged = bytes
          damaged[index] ^= change
          look(damaged)
        }
      }
      for _ in 0..<500 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
          damaged[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        look(damaged)
      }
    }
  }

  /// Reads a schema and everything in it.
  private func look(_ bytes: [UInt8]) {
    guard let schema = ArrowSchema(message: bytes) else { return }
    for count in [1, 2] { _ = schema.field(0, of: count, "a").map { ($0.type, $0.element?.type, $0.extensionName) } }
  }
}
