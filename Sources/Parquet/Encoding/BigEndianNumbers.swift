internal import DataFrames

/// The unscaled numbers of decimals stored as bytes: two's complement, the highest byte first (LogicalTypes.md,
/// "DECIMAL").
enum BigEndianNumbers {
  /// Reads one number a row; a row without bytes is 0.
  static func decode(_ text: TextBuffer) throws(ParquetError) -> [Int128] {
    let rows = text.count
    var numbers = [Int128](repeating: 0, count: rows)
    let fits = text.offsets.withUnsafeBufferPointer { offsets -> Bool in
      text.bytes.withUnsafeBytes { bytes -> Bool in
        for row in 0..<rows {
          let range = offsets[row]..<offsets[row &+ 1]
          guard let number = number(UnsafeRawBufferPointer(rebasing: bytes[range])) else { return false }
          numbers[row] = number
        }
        return true
      }
    }
    guard fits else { throw .corrupt("A decimal has more than 128 bits.") }
    return numbers
  }

  /// Nil when the number does not fit; bytes in front that only repeat the sign are allowed.
  static func number(_ bytes: UnsafeRawBufferPointer) -> Int128? {
    guard let first = bytes.first else { return 0 }
    let sign: UInt8 = first & 0x80 == 0 ? 0 : 0xFF
    let extra = max(0, bytes.count - 16)
    for index in 0..<extra where bytes[index] != sign { return nil }
    var high = UInt64(bitPattern: Int64(Int8(bitPattern: sign)))
    var low = high
    for index in extra..<bytes.count {
      high = high &<< 8 | low &>> 56
      low = low &<< 8 | UInt64(bytes[index])
    }
    if extra > 0, (high & 1 << 63 == 0) != (sign == 0) { return nil }
    return Int128(truncatingIfNeeded: high) &<< 64 | Int128(truncatingIfNeeded: low)
  }

  /// Writes the lowest `width` bytes of each number.
  static func encode(
    _ numbers: UnsafeBufferPointer<Int128>, width: Int, to buffer: inout PageBuffer
  ) throws(ParquetError) {
    let room = try buffer.room(numbers.count * width)
    var offset = 0
    for number in numbers {
      for byte in 0..<width {
        room[offset &+ byte] = UInt8(truncatingIfNeeded: number &>> Int128(truncatingIfNeeded: 8 * (width - 1 - byte)))
      }
      offset &+= width
    }
    buffer.commit(numbers.count * width)
  }

  /// The fewest bytes that hold every number of so many digits.
  static func width(precision: Int) -> Int {
    var width = 1
    var largest: UInt128 = 127
    var needed: UInt128 = 0
    for _ in 0..<min(precision, 38) { needed = needed * 10 + 9 }
    while largest < needed {
      width += 1
      largest = largest << 8 | 0xFF
    }
    return width
  }
}
