/// Decodes PLAIN byte strings: each has its length in four bytes before it.
///
/// Invariant for unsafe use: `bytes` is followed by ``Scratch/slack`` readable bytes, and what is written goes into a
/// scratch of at least `bytes.count` bytes, which has the same slack, so that short strings can be copied 16 bytes at a
/// time.
enum ByteStrings {
  /// Writes `count` strings without their lengths into `destination` and their ends, counted from `base`, into `ends`.
  ///
  /// Returns the number of bytes that were written.
  static func decodePlain(
    _ bytes: UnsafeRawBufferPointer, count: Int, into destination: UnsafeMutableRawPointer, base: Int,
    ends: UnsafeMutablePointer<Int>
  ) throws(ParquetError) -> Int {
    guard count <= bytes.count / 4 else { throw ByteReader.exhausted }
    guard count > 0, let source = bytes.baseAddress else { return 0 }
    var position = 0
    var written = 0
    for index in 0..<count {
      guard position &+ 4 <= bytes.count else { throw ByteReader.exhausted }
      let length = Int(UInt32(littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
      position &+= 4
      guard length <= bytes.count &- position else { throw ByteReader.exhausted }
      copy(source + position, to: destination + written, length)
      position &+= length
      written &+= length
      ends[index] = base &+ written
    }
    return written
  }

  /// Writes a string with its length before it; `output` has room for both behind `written`.
  @inline(__always)
  static func write(_ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutableRawPointer, _ written: inout Int) {
    output.storeBytes(of: UInt32(truncatingIfNeeded: text.count).littleEndian, toByteOffset: written, as: UInt32.self)
    written &+= 4
    if let source = text.baseAddress, !text.isEmpty {
      (output + written).copyMemory(from: source, byteCount: text.count)
    }
    written &+= text.count
  }

  /// The same for a string that at least 16 readable bytes follow from its start, into memory with slack.
  @inline(__always)
  static func writeBlock(_ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutableRawPointer, _ written: inout Int) {
    output.storeBytes(of: UInt32(truncatingIfNeeded: text.count).littleEndian, toByteOffset: written, as: UInt32.self)
    if let source = text.baseAddress { copy(source, to: output + (written &+ 4), text.count) }
    written &+= 4 &+ text.count
  }

  /// Copies bytes between places that both have slack behind them.
  @inline(__always)
  static func copy(_ source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, _ length: Int) {
    if length <= 16 {
      let block = source.loadUnaligned(as: SIMD16<UInt8>.self)
      destination.storeBytes(of: block, as: SIMD16<UInt8>.self)
    } else {
      destination.copyMemory(from: source, byteCount: length)
    }
  }
}
