import DataFrames
import Testing

@testable import Parquet

/// INT96 timestamps that nanoseconds cannot count.
@Suite struct Int96Tests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The bytes of a day and nanoseconds of it.
  private static func bytes(_ day: Int32, _ nanoseconds: Int64) -> [UInt8] {
    RawFile.plain([nanoseconds]) + RawFile.plain([day])
  }

  private static let epoch = bytes(2_440_588, 1_000)
  /// 9999-12-31.
  private static let far = bytes(5_373_484, 0)
  private static let fine = bytes(2_440_588, 1)

  /// A file with a row group for each list of values.
  private func write(_ groups: [[[UInt8]]]) throws {
    var pages: [UInt8] = []
    var places: [(offset: Int, size: Int)] = []
    for group in groups {
      let page = RawFile.page(group.count, group.flatMap { $0 })
      places.append((4 + pages.count, page.count))
      pages += page
    }
    var footer = ThriftWriter()
    footer.root { footer in
      let elements = [RawFile.element("root", nil, children: 1), RawFile.element("a", .required, type: .int96)]
      footer.list(2, .structure, elements) { (writer, element) in writer.element(element) }
      footer.int64(3, groups.reduce(0) { $0 + $1.count })
      footer.list(4, .structure, groups.indices) { (writer, index) in
        writer.element { group in
          group.list(1, .structure, [0]) { (writer, _) in
            writer.element {
              $0.structure(3) {
                $0.int32(1, 3)
                $0.int32(4, 0)
                $0.int64(5, groups[index].count)
                $0.int64(7, places[index].size)
                $0.int64(9, places[index].offset)
              }
            }
          }
          group.int64(3, groups[index].count)
        }
      }
    }
    let size = RawFile.plain([UInt32(footer.bytes.count)])
    try folder.write(Array("PAR1".utf8) + pages + footer.bytes + size + Array("PAR1".utf8))
  }

  private static func micros(_ counts: [Int64]) -> Column { Column(.timestamp(counts, .microseconds, utc: false)) }
  private static let year9999: Int64 = 253_402_214_400_000_000

  @Test(
    "A far time makes the column microseconds, in every row group and every way to read it", arguments: [false, true])
  func far(schemaFirst: Bool) throws {
    try write([[Self.epoch], [Self.epoch, Self.far]])
    let file = try ParquetFile(path: folder.file())
    if schemaFirst { #expect(file.schema[0].type == .timestamp(.microseconds, utc: false)) }
    #expect(try file.readRowGroup(0).column("a") == Self.micros([1]))
    #expect(try file.readRowGroup(1).column("a") == Self.micros([1, Self.year9999]))
    #expect(try file.read().column("a") == Self.micros([1, 1, Self.year9999]))
    #expect(file.field("a")?.type == .timestamp(.microseconds, utc: false))
    var batches = file.batches(rows: 1)
    #expect(try batches.next()?.column("a") == Self.micros([1]))
  }

  @Test("Reading the whole file first finds the same unit")
  func wholeFirst() throws {
    try write([[Self.epoch], [Self.far]])
    let file = try ParquetFile(path: folder.file())
    #expect(try file.read().column("a") == Self.micros([1, Self.year9999]))
    #expect(try file.readRowGroup(0).column("a") == Self.micros([1]))
  }

  @Test("Without one they are nanoseconds")
  func near() throws {
    try write([[Self.epoch], [Self.fine]])
    let file = try ParquetFile(path: folder.file())
    #expect(try file.readRowGroup(1).column("a") == Column(.timestamp([1], .nanoseconds, utc: false)))
    #expect(file.schema[0].type == .timestamp(.nanoseconds, utc: false))
  }

  @Test("A digit that would be lost is an error that names the column")
  func lostDigit() throws {
    try write([[Self.fine], [Self.far]])
    let file = try ParquetFile(path: folder.file())
    let error = #expect(throws: ParquetError.self) { try file.read() }
    #expect(error?.code == .unsupported)
    #expect(error?.column == "a")
    #expect(error?.message.contains("microseconds cannot hold") == true)
    #expect(try file.readRowGroup(1).column("a") == Self.micros([Self.year9999]))
  }

  @Test("Times that microseconds cannot count are an error", arguments: [Int32.max, .min])
  func outside(day: Int32) throws {
    try write([[Self.bytes(day, 0)]])
    #expect(errorCode { _ = try DataFrame(parquet: folder.file()) } == .unsupported)
  }
}
