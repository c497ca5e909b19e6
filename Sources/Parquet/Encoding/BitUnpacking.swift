/// Bit unpacking of whole runs.
///
/// Invariant for unsafe use: `source` holds `(count * width + 7) / 8` bytes of values and at least 8 readable bytes
/// behind them (the slack of a ``Scratch``, or the bytes of the next page), and `destination` has room for `count`.
enum BitUnpacking {
  /// Unpacks unsigned values of 0 to 32 bits.
  static func unpack(
    _ source: UnsafeRawPointer, width: Int, into destination: UnsafeMutablePointer<Int32>, count: Int
  ) {
    if width == 0 {
      destination.update(repeating: 0, count: count)
      return
    }
    let groups = count / 8
    switch width {
    case 1...8: unpackBytes(source, width, destination, groups)
    case 9...16: unpackWords(source, width, destination, groups)
    default: unpackEach(source, width, destination, 0..<groups * 8)
    }
    unpackEach(source, width, destination, groups * 8..<count)
  }

  /// Eight values lie in one 64-bit word.
  @inline(__always)
  private static func unpackBytes(
    _ source: UnsafeRawPointer, _ width: Int, _ destination: UnsafeMutablePointer<Int32>, _ groups: Int
  ) {
    let mask = UInt64(1) &<< UInt64(width) &- 1
    let step = UInt64(width)
    for group in 0..<groups {
      var word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: group &* width, as: UInt64.self))
      let output = destination + group &* 8
      for index in 0..<8 {
        output[index] = Int32(truncatingIfNeeded: word & mask)
        word &>>= step
      }
    }
  }

  /// Four values, which may begin in the middle of a byte, lie in one 64-bit word.
  @inline(__always)
  private static func unpackWords(
    _ source: UnsafeRawPointer, _ width: Int, _ destination: UnsafeMutablePointer<Int32>, _ groups: Int
  ) {
    let mask = UInt64(1) &<< UInt64(width) &- 1
    let step = UInt64(width)
    let secondByte = (4 &* width) >> 3
    let secondShift = UInt64((4 &* width) & 7)
    for group in 0..<groups {
      let base = group &* width
      var low = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: base, as: UInt64.self))
      var high = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: base &+ secondByte, as: UInt64.self))
      high &>>= secondShift
      let output = destination + group &* 8
      for index in 0..<4 {
        output[index] = Int32(truncatingIfNeeded: low & mask)
        output[index &+ 4] = Int32(truncatingIfNeeded: high & mask)
        low &>>= step
        high &>>= step
      }
    }
  }

  @inline(__always)
  private static func unpackEach(
    _ source: UnsafeRawPointer, _ width: Int, _ destination: UnsafeMutablePointer<Int32>, _ range: Range<Int>
  ) {
    let mask = UInt64(1) &<< UInt64(width) &- 1
    for index in range {
      let bit = index &* width
      let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self))
      destination[index] = Int32(truncatingIfNeeded: word &>> UInt64(bit & 7) & mask)
    }
  }

  /// Returns the value at an index among values of 0 to 64 bits.
  @inline(__always)
  static func wide(_ source: UnsafeRawPointer, width: Int, at index: Int) -> UInt64 {
    if width == 0 { return 0 }
    let bit = index &* width
    let shift = UInt64(bit & 7)
    var value = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)) &>> shift
    if width &+ Int(shift) > 64 {
      value |= UInt64(source.load(fromByteOffset: bit >> 3 &+ 8, as: UInt8.self)) &<< (64 &- shift)
    }
    return width == 64 ? value : value & (UInt64(1) &<< UInt64(width) &- 1)
  }
}
