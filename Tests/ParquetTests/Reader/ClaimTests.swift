import DataFrames
import Testing

@testable import Parquet

/// Small files that claim to hold much: an error, in no time and without the memory they claim.
@Suite struct ClaimTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a file of one column and one chunk, whose bytes are given.
  private func write(_ type: ColumnType, rows: Int, _ pages: [UInt8], _ change: (inout WrittenChunk) -> Void = { _ in })
    throws
  {
    let physical: PhysicalType = type == .string ? .byteArray : .int64
    var chunk = WrittenChunk(physicalType: physical, codec: 0)
    chunk.entryCount = rows
    chunk.dataOffset = 4
    chunk.compressedSize = pages.count
    chunk.uncompressedSize = pages.count
    change(&chunk)
    let footer = FooterWriter(
      schema: [(name: "a", type: type)], rowGroups: [[chunk]], rowCounts: [rows], keyValues: [:])
    try folder.write(Array("PAR1".utf8) + pages + footer.bytes())
  }

  private func page(rows: Int, _ encoding: Encoding, _ body: [UInt8]) -> [UInt8] {
    var header = ThriftWriter()
    header.root {
      $0.int32(1, 0)
      $0.int32(2, body.count)
      $0.int32(3, body.count)
      $0.structure(5) {
        $0.int32(1, rows)
        $0.int32(2, Int(encoding.rawValue))
        $0.int32(3, 3)
        $0.int32(4, 3)
      }
    }
    return header.bytes + body
  }

  /// Levels that say, in one run, that all rows hold a value.
  private func levels(rows: Int) -> [UInt8] {
    var run = Varint(rows << 1).bytes
    run.append(1)
    return [UInt8(run.count), 0, 0, 0] + run
  }

  private func expectError(_ code: ParquetError.Code = .corrupt) {
    let error = #expect(throws: ParquetError.self) { try DataFrame(parquet: folder.file()) }
    #expect(error?.code == code)
  }

  @Test("More rows than the file makes plausible", arguments: [1 << 27, 1 << 40, Int.max])
  func rows(count: Int) throws {
    try write(.int64, rows: count, page(rows: 3, .plain, []))
    expectError()
  }

  @Test("Rows without the values for them")
  func missingValues() throws {
    let rows = 60_000_000
    try write(.int64, rows: rows, page(rows: rows, .plain, levels(rows: rows) + [1, 2, 3]))
    expectError()
    try write(.string, rows: rows, page(rows: rows, .plain, levels(rows: rows) + [1, 2, 3]))
    expectError()
    try write(.string, rows: rows, page(rows: rows, .deltaByteArray, levels(rows: rows) + [8, 1, 5]))
    expectError()
  }

  @Test("Codes without a dictionary")
  func missingDictionary() throws {
    try write(.string, rows: 1, page(rows: 1, .rleDictionary, levels(rows: 1) + [1, 2, 0]))
    expectError()
    try write(.int64, rows: 1, page(rows: 1, .rleDictionary, levels(rows: 1) + [1, 2, 0]))
    expectError()
  }

  @Test("Chunks outside the file", arguments: [-1, 0, 3, 1 << 40, Int.max])
  func offsets(offset: Int) throws {
    try write(.int64, rows: 1, page(rows: 1, .plain, levels(rows: 1) + [UInt8](repeating: 0, count: 8))) {
      $0.dataOffset = offset
    }
    expectError()
  }

  @Test("Codecs and encodings that are not known are named")
  func unknown() throws {
    try write(.int64, rows: 1, page(rows: 1, .plain, levels(rows: 1))) { $0.codec = 3 }
    expectError(.unsupported)
    try write(.int64, rows: 1, page(rows: 1, .deltaByteArray, levels(rows: 1)))
    expectError(.unsupported)
  }
}

/// A variable-length number.
private struct Varint {
  private(set) var bytes: [UInt8] = []

  init(_ number: Int) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
