// Unsafe pointers: bytes are read through the address of a borrowed buffer, and only the `count` that the caller gives.

extension UInt64 {
  /// Returns the two halves of the 128-bit product folded into one; every input bit reaches the low and the high bits.
  @inline(__always)
  func foldedProduct(with factor: UInt64) -> UInt64 {
    let (high, low) = multipliedFullWidth(by: factor)
    return high ^ low
  }
}

/// Hashes keys for open addressing; stable within a process only, never stored.
enum Hashing {
  /// Fractions of the golden ratio and of pi: bits without a pattern.
  static let offset: UInt64 = 0x9E37_79B9_7F4A_7C15
  static let factor: UInt64 = 0x243F_6A88_85A3_08D3

  @inline(__always)
  static func hash(_ key: Int64) -> UInt64 { (UInt64(bitPattern: key) ^ offset).foldedProduct(with: factor) }

  /// Hashes `count` bytes, eight at a time.
  @inline(__always)
  static func hash(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: count) &* offset ^ factor
    var position = 0
    while count - position > 8 {
      let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      state = (state ^ word).foldedProduct(with: factor)
      position += 8
    }
    return (state ^ tail(bytes + position, count: count - position)).foldedProduct(with: factor)
  }

  /// Reads the last 0 to 8 bytes as one number; the reads overlap instead of looping.
  @inline(__always)
  private static func tail(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
    if count == 8 { return bytes.loadUnaligned(as: UInt64.self) }
    if count >= 4 {
      let low = bytes.loadUnaligned(as: UInt32.self)
      let high = bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(high) << 32 | UInt64(low)
    }
    if count == 0 { return 0 }
    let first = UInt64(bytes.load(as: UInt8.self))
    let middle = UInt64(bytes.load(fromByteOffset: count / 2, as: UInt8.self))
    let last = UInt64(bytes.load(fromByteOffset: count - 1, as: UInt8.self))
    return last << 16 | middle << 8 | first
  }
}
