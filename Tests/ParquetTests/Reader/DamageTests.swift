import DataFrames
import Testing

@testable import Parquet

/// Damaged files give an error or an answer, and never end the program.
@Suite struct DamageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let flat = ["bool", "few", "text", "words", "float64", "us"]
  private static let others = ["price", "embedding", "tags"]

  private func sample(
    _ version: ParquetWriteOptions.PageVersion, checksums: Bool, _ columns: [String] = flat
  ) throws -> [UInt8] {
    var options = ParquetWriteOptions()
    options.pageVersion = version
    options.writesChecksums = checksums
    options.compression = version == .v1 ? .snappy : .uncompressed
    options.rowGroupRows = 9
    let frame = try Frames.everyType(rows: 12, nulls: true)
      .select(columns)
    try frame.writeParquet(to: folder.file(), options: options)
    return try folder.read()
  }

  /// Reads a file that may be damaged; a `ParquetError` is the only error there may be.
  private func attempt(_ bytes: [UInt8]) throws {
    try folder.write(bytes)
    do {
      let file = try ParquetFile(path: folder.file())
      for group in file.rowGroups { for field in file.schema { _ = group.statistics(for: field.name) } }
      _ = try file.read()
    } catch is ParquetError {}
  }

  @Test("A file cut at any length is an error", arguments: [ParquetWriteOptions.PageVersion.v1, .v2])
  func cut(version: ParquetWriteOptions.PageVersion) throws {
    let bytes = try sample(version, checksums: true)
    for length in 0..<bytes.count {
      try folder.write(Array(bytes[..<length]))
      #expect(throws: ParquetError.self) { try DataFrame(parquet: folder.file()) }
    }
  }

  @Test("A file with any byte changed is read or is an error", arguments: [ParquetWriteOptions.PageVersion.v1, .v2])
  func changed(version: ParquetWriteOptions.PageVersion) throws {
    let bytes = try sample(version, checksums: false)
    for index in bytes.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var damaged = bytes
        damaged[index] ^= change
        try attempt(damaged)
      }
    }
  }

  @Test("Lists and decimals with any byte changed are read or are errors")
  func changedLists() throws {
    let bytes = try sample(.v2, checksums: false, Self.others)
    for index in bytes.indices {
      for change: UInt8 in [0x01, 0x10, 0xFF] {
        var damaged = bytes
        damaged[index] ^= change
        try attempt(damaged)
      }
    }
  }

  @Test("Files that ended the program once are read or are errors")
  func fixtures() throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    for name in TemporaryFolder.names(root + "/Tests/Fixtures/parquet") where name.hasSuffix(".parquet") {
      try attempt(try TemporaryFolder.bytes(of: "\(root)/Tests/Fixtures/parquet/\(name)"))
    }
  }

  @Test("With checksums, a changed byte of a page is an error that names column and row group")
  func checksum() throws {
    try (["a": .int64([1, 2, 3])] as DataFrame).writeParquet(to: folder.file())
    var bytes = try folder.read()
    let data = try ParquetFile(path: folder.file()).rowGroups[0].byteCount
    bytes[4 + data - 8] ^= 0x10
    try folder.write(bytes)
    let error = #expect(throws: ParquetError.self) { try DataFrame(parquet: folder.file()) }
    #expect(error?.code == .corrupt)
    #expect(error?.column == "a")
    #expect(error?.rowGroup == 0)
  }
}
