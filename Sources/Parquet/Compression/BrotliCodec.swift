internal import CBrotli

/// A brotli stream (RFC 7932), read only: writing it well is slow, and zstd is as small.
enum BrotliCodec {
  /// Returns the size of the result, nil if the data is no brotli stream or does not fit.
  static func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    var size = destination.count
    let result = BrotliDecoderDecompress(
      source.count, source.assumingMemoryBound(to: UInt8.self).baseAddress, &size,
      destination.assumingMemoryBound(to: UInt8.self).baseAddress)
    return result == BROTLI_DECODER_RESULT_SUCCESS ? size : nil
  }
}
