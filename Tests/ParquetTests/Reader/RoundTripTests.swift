import DataFrames
import Testing

@testable import Parquet

@Suite struct RoundTripTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func roundTrip(_ frame: DataFrame, _ options: ParquetWriteOptions = .init()) throws -> DataFrame {
    try frame.writeParquet(to: folder.file(), options: options)
    return try DataFrame(parquet: folder.file())
  }

  @Test(
    "Every type comes back from every codec and page version",
    arguments: CodecTests.all, [ParquetWriteOptions.PageVersion.v1, .v2])
  func everyType(compression: ParquetCompression, version: ParquetWriteOptions.PageVersion) throws {
    var options = ParquetWriteOptions()
    options.compression = compression
    options.pageVersion = version
    for nulls in [false, true] {
      let frame = try Frames.everyType(rows: 300, nulls: nulls)
      #expect(try roundTrip(frame, options) == frame)
    }
  }

  @Test("Small pages, row groups and dictionaries come back", arguments: [1, 2, 63, 64, 65, 300])
  func splits(rows: Int) throws {
    var options = ParquetWriteOptions()
    options.rowGroupRows = 70
    options.pageBytes = 100
    options.dictionaryBytes = 120
    for nulls in [false, true] {
      let frame = try Frames.everyType(rows: rows, nulls: nulls, seed: UInt64(rows))
      #expect(try roundTrip(frame, options) == frame)
    }
  }

  @Test("A frame without rows keeps its columns and types")
  func empty() throws {
    let frame = try Frames.everyType(rows: 0, nulls: false)
    var options = ParquetWriteOptions()
    options.nanoseconds = .kept
    let back = try roundTrip(frame, options)
    #expect(back.rowCount == 0)
    #expect(back.columnNames == frame.columnNames)
    #expect(back.schema.map(\.type) == frame.schema.map(\.type))
  }

  @Test("Text of few distinct values stays dictionary-encoded over row groups")
  func dictionaryText() throws {
    var options = ParquetWriteOptions()
    options.rowGroupRows = 40
    let words = (0..<100).map { ["green", "red", nil, "blue"][($0 * 7 / 3) % 4] }
    let back = try roundTrip(["word": .string(words)], options)
    guard case .dictionary(let text) = try back.column("word").storage else {
      Issue.record("the column is not dictionary-encoded")
      return
    }
    #expect(text.values.count == 3)
    #expect(Array(try back["word", as: String.self]) == words)
    #expect(try roundTrip(back, options) == back)
  }

  @Test("A dictionary that is given up in the middle of a chunk gives plain text")
  func fallback() throws {
    var options = ParquetWriteOptions()
    options.pageBytes = 400
    options.dictionaryBytes = 4_000
    let words = (0..<200_000).map { $0 < 131_072 ? "w\($0 % 9)" : "long text number \($0)" }
    let back = try roundTrip(["word": .string(words)], options)
    guard case .string(let text) = try back.column("word").storage else {
      Issue.record("the column is not plain")
      return
    }
    for row in stride(from: 0, to: words.count, by: 997) { #expect(text[row] == words[row]) }
    #expect(text.bytes.count == words.reduce(0) { $0 + $1.utf8.count })
  }

  @Test("Two threads read different row groups of one file")
  func threads() async throws {
    var options = ParquetWriteOptions()
    options.rowGroupRows = 100
    let frame = try Frames.everyType(rows: 800, nulls: true)
    try frame.writeParquet(to: folder.file(), options: options)
    let file = try ParquetFile(path: folder.file())
    let parts = try await withThrowingTaskGroup(of: (Int, DataFrame).self) { group in
      for index in file.rowGroups.indices { group.addTask { (index, try file.readRowGroup(index)) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(try DataFrame.concat(parts.sorted { $0.key < $1.key }.map(\.value)) == frame)
  }
}
