/// Compresses and decompresses pages; keeps what is costly to make. For one thread at a time.
final class CodecState {
  private let zstd = ZstdCodec()
  private let gzip = GzipCodec()

  /// Decompresses a page to exactly the declared size, which fills `destination`.
  func decompress(
    _ method: ParquetCompression.Method, _ source: UnsafeRawBufferPointer,
    into destination: UnsafeMutableRawBufferPointer
  ) throws(ParquetError) {
    let size: Int?
    switch method {
    case .uncompressed:
      size = source.count
      if source.count == destination.count { destination.copyMemory(from: source) }
    case .snappy: size = SnappyCodec.decompress(source, into: destination)
    case .gzip: size = gzip.decompress(source, into: destination)
    case .zstd: size = zstd.decompress(source, into: destination)
    case .lz4: size = LZ4Codec.decompress(source, into: destination)
    case .hadoopLZ4: size = LZ4Codec.decompressFrames(source, into: destination)
    case .brotli: size = BrotliCodec.decompress(source, into: destination)
    }
    guard let size else { throw .corrupt("A page cannot be decompressed.") }
    guard size == destination.count else {
      throw .corrupt("A page has \(size) bytes where its header says \(destination.count).")
    }
  }

  /// Returns how large the compressed form of a number of bytes can get.
  func bound(_ compression: ParquetCompression, _ count: Int) -> Int {
    switch compression.method {
    case .uncompressed: count
    case .snappy: SnappyCodec.bound(count)
    case .gzip: gzip.bound(count)
    case .zstd: zstd.bound(count)
    case .lz4: LZ4Codec.bound(count)
    case .hadoopLZ4, .brotli: 0
    }
  }

  /// Compresses bytes and returns the size of the result; `destination` is as large as ``bound(_:_:)`` says.
  func compress(
    _ compression: ParquetCompression, _ source: UnsafeRawBufferPointer,
    into destination: UnsafeMutableRawBufferPointer
  ) throws(ParquetError) -> Int {
    let size: Int?
    switch compression.method {
    case .uncompressed:
      UnsafeMutableRawBufferPointer(rebasing: destination[..<source.count]).copyMemory(from: source)
      size = source.count
    case .snappy: size = SnappyCodec.compress(source, into: destination)
    case .gzip: size = gzip.compress(source, into: destination, level: compression.level)
    case .zstd: size = zstd.compress(source, into: destination, level: compression.level)
    case .lz4: size = LZ4Codec.compress(source, into: destination)
    case .hadoopLZ4, .brotli: size = nil
    }
    guard let size else {
      throw ParquetError(.tooLarge, "A page cannot be compressed; there may be too little memory.")
    }
    return size
  }
}
