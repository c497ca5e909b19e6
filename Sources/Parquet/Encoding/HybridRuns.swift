/// The runs of the RLE / bit-packing hybrid (Encodings.md, "RLE = 3"), without the length that stands before levels.
struct HybridRuns {
  enum Run {
    case repeated(UInt32, count: Int)
    /// Values of the bit width one after the other, least significant bit first; the bytes hold all of them.
    case packed(UnsafeRawBufferPointer, count: Int)
  }

  private var reader: ByteReader
  private let width: Int
  private var remaining: Int

  /// - Parameter count: How many values are wanted; what the last run holds beyond them is padding.
  init(_ bytes: UnsafeRawBufferPointer, width: Int, count: Int) throws(ParquetError) {
    guard width >= 0, width <= 32 else { throw .corrupt("Values are packed into \(width) bits.") }
    reader = ByteReader(bytes)
    self.width = width
    remaining = count
  }

  mutating func next() throws(ParquetError) -> Run? {
    while remaining > 0 {
      let header = try reader.varint()
      let length = Int(clamping: header >> 1)
      let run = header & 1 == 0 ? try repeated(length) : try packed(groups: length)
      if let run { return run }
    }
    return nil
  }

  private mutating func repeated(_ length: Int) throws(ParquetError) -> Run? {
    var value: UInt32 = 0
    for index in 0..<(width + 7) / 8 { value |= UInt32(try reader.byte()) << UInt32(8 * index) }
    let count = min(length, remaining)
    remaining -= count
    return count == 0 ? nil : .repeated(value, count: count)
  }

  private mutating func packed(groups: Int) throws(ParquetError) -> Run? {
    let count = groups > remaining / 8 ? remaining : groups * 8
    if count == 0 { return nil }
    // Some writers leave out the padding of the last group, so only what the values need must be there.
    let needed = (count * width + 7) / 8
    let (whole, overflow) = groups.multipliedReportingOverflow(by: width)
    let bytes = try reader.take(overflow ? reader.remaining : max(needed, min(whole, reader.remaining)))
    guard bytes.count >= needed else { throw ByteReader.exhausted }
    remaining -= count
    return .packed(bytes, count: count)
  }
}
