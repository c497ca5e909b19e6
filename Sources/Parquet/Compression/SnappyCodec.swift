internal import CSnappy

/// Raw snappy blocks, without framing.
enum SnappyCodec {
  /// Returns the size of the result, nil if the data is no snappy block or does not fit.
  static func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    let input = source.assumingMemoryBound(to: CChar.self).baseAddress
    var size = 0
    guard snappy_uncompressed_length(input, source.count, &size) == SNAPPY_OK, size <= destination.count else {
      return nil
    }
    let output = destination.assumingMemoryBound(to: CChar.self).baseAddress
    return snappy_uncompress(input, source.count, output, &size) == SNAPPY_OK ? size : nil
  }

  static func bound(_ count: Int) -> Int { snappy_max_compressed_length(count) }

  static func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    var size = destination.count
    let input = source.assumingMemoryBound(to: CChar.self).baseAddress
    let output = destination.assumingMemoryBound(to: CChar.self).baseAddress
    return snappy_compress(input, source.count, output, &size) == SNAPPY_OK ? size : nil
  }
}
