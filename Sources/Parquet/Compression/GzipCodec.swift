internal import CZlib

/// gzip members, one or several in a row; a zlib header is accepted too.
final class GzipCodec {
  /// Window bits 15; +16 writes a gzip header, +32 finds out which header there is.
  private static let writeGzip: Int32 = 15 + 16
  private static let detectHeader: Int32 = 15 + 32

  /// Returns the size of the result, nil if the data is damaged or does not fit.
  func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    var stream = z_stream()
    let streamSize = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, Self.detectHeader, ZLIB_VERSION, streamSize) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    guard let inputSize = UInt32(exactly: source.count), let outputSize = UInt32(exactly: destination.count) else {
      return nil
    }
    stream.next_in = UnsafeMutablePointer(mutating: source.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.avail_in = inputSize
    stream.next_out = destination.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.avail_out = outputSize
    while true {
      guard inflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
      if stream.avail_in == 0 { return destination.count - Int(stream.avail_out) }
      // Another member follows; RFC 1952 section 2.2 allows it.
      guard inflateReset(&stream) == Z_OK else { return nil }
    }
  }

  /// deflate's own bound for stored blocks, with room for the gzip header and trailer.
  func bound(_ count: Int) -> Int { count + count / 1_000 + 128 }

  func compress(
    _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer, level: Int32
  ) -> Int? {
    var stream = z_stream()
    let streamSize = Int32(MemoryLayout<z_stream>.size)
    let status = deflateInit2_(
      &stream, level, Z_DEFLATED, Self.writeGzip, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, streamSize)
    guard status == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    guard let inputSize = UInt32(exactly: source.count) else { return nil }
    stream.next_in = UnsafeMutablePointer(mutating: source.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.avail_in = inputSize
    stream.next_out = destination.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.avail_out = UInt32(clamping: destination.count)
    guard deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
    return Int(stream.total_out)
  }
}
