/// An IEEE 754 half-precision number as two bytes (LogicalTypes.md, "FLOAT16").
struct Float16Bits: PhysicalValue {
  let bits: UInt16

  static let null = Float16Bits(bits: 0)

  /// The same number, exactly; a NaN keeps its payload.
  var float: Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: a multiple of 2^-24, which is exact in a Float.
      let magnitude = Float(fraction) * Float(bitPattern: 0x3380_0000)
      return Float(bitPattern: sign | magnitude.bitPattern)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Float16Bits>
  ) throws(ParquetError) {
    switch encoding {
    case .plain: try decodePlain(bytes, into: destination)
    case .byteStreamSplit: try ByteStreamSplit.decode(bytes, into: destination)
    case .deltaByteArray:
      // Rare: its two bytes as a byte string.
      var ends = [Int](repeating: 0, count: destination.count)
      let scratch = Scratch()
      let text = try ends.withUnsafeMutableBufferPointer {
        (buffer: inout UnsafeMutableBufferPointer<Int>) throws(ParquetError) in
        try DeltaStrings.decodePrefixes(bytes, base: 0, ends: buffer, width: 2, scratch)
      }
      try decodePlain(text, into: destination)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }
}
