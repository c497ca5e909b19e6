import Testing

@testable import Parquet

@Suite struct CodecTests {
  static let all: [ParquetCompression] = [
    .uncompressed, .snappy, .gzip, .zstd, .lz4, .zstd(level: 19), .gzip(level: 1),
  ]

  @Test("What is compressed comes back", arguments: all)
  func roundTrip(compression: ParquetCompression) throws {
    let state = CodecState()
    for count in [1, 100, 100_000] {
      let source = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
      let compressed = try compress(state, compression, source)
      #expect(try decompress(state, compression, compressed, size: count) == source)
    }
  }

  @Test("A size that differs from the declared one is an error", arguments: all)
  func wrongSize(compression: ParquetCompression) throws {
    let state = CodecState()
    let compressed = try compress(state, compression, [UInt8](repeating: 7, count: 1_000))
    for size in [1, 999, 1_001] {
      #expect(throws: ParquetError.self) { try decompress(state, compression, compressed, size: size) }
    }
  }

  @Test("Cut data is an error", arguments: all)
  func cut(compression: ParquetCompression) throws {
    let state = CodecState()
    let compressed = try compress(state, compression, (0..<500).map { UInt8(truncatingIfNeeded: $0 * $0) })
    for length in 0..<compressed.count {
      #expect(throws: ParquetError.self) {
        try decompress(state, compression, Array(compressed[..<length]), size: 500)
      }
    }
  }

  @Test("Two gzip members in a row are one page")
  func gzipMembers() throws {
    let state = CodecState()
    let members = try compress(state, .gzip, [1, 2, 3]) + compress(state, .gzip, [4])
    #expect(try decompress(state, .gzip, members, size: 4) == [1, 2, 3, 4])
  }

  @Test("A brotli stream is read")
  func brotli() throws {
    let state = CodecState()
    let stream: [UInt8] = [27, 231, 3, 0, 36, 14, 162, 177, 64, 66, 3]
    var output = [UInt8](repeating: 0, count: 1_000)
    try stream.withUnsafeBytes { input in
      try output.withUnsafeMutableBytes { try state.decompress(.brotli, input, into: $0) }
    }
    #expect(output == [UInt8](repeating: 7, count: 1_000))
    for length in 0..<stream.count {
      #expect(throws: ParquetError.self) {
        try Array(stream[..<length]).withUnsafeBytes { input in
          try output.withUnsafeMutableBytes { try state.decompress(.brotli, input, into: $0) }
        }
      }
    }
  }

  @Test("LZ4 blocks in Hadoop's frames are read, and bare ones under the same number")
  func hadoopLZ4() throws {
    let state = CodecState()
    let parts: [[UInt8]] = [Array(0..<100), [UInt8](repeating: 9, count: 300)]
    let blocks = try parts.map { try compress(state, .lz4, $0) }
    var frames: [UInt8] = []
    for (part, block) in zip(parts, blocks) {
      frames += [0, 0, UInt8(part.count >> 8), UInt8(part.count & 255), 0, 0, 0, UInt8(block.count)] + block
    }
    func read(_ source: [UInt8], _ size: Int) throws -> [UInt8] {
      var output = [UInt8](repeating: 0, count: size)
      try source.withUnsafeBytes { input in
        try output.withUnsafeMutableBytes { try state.decompress(.hadoopLZ4, input, into: $0) }
      }
      return output
    }
    #expect(try read(frames, 400) == parts[0] + parts[1])
    #expect(try read(blocks[1], 300) == parts[1])
    for length in 0..<frames.count { #expect(throws: ParquetError.self) { try read(Array(frames[..<length]), 400) } }
  }

  @Test("A codec that is not known is named")
  func unknownCodec() {
    let error = #expect(throws: ParquetError.self) { try ParquetCompression.Method(codec: 3) }
    #expect(error?.message.contains("LZO") == true)
  }

  private func compress(
    _ state: CodecState, _ compression: ParquetCompression, _ source: [UInt8]
  ) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: state.bound(compression, source.count))
    let size = try source.withUnsafeBytes { input in
      try output.withUnsafeMutableBytes { try state.compress(compression, input, into: $0) }
    }
    return Array(output[..<size])
  }

  private func decompress(
    _ state: CodecState, _ compression: ParquetCompression, _ source: [UInt8], size: Int
  ) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: size)
    try source.withUnsafeBytes { input in
      try output.withUnsafeMutableBytes { try state.decompress(compression.method, input, into: $0) }
    }
    return output
  }
}
