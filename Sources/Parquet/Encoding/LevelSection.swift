/// The repetition or definition levels of a data page of version 1.
struct LevelSection {
  /// The highest level; there are no bytes when it is 0.
  private let highest: Int
  private let encoding: Int32
  private let scratch: Scratch

  /// - Parameter scratch: Where levels of the deprecated encoding are packed anew.
  init(highest: Int, encoding: Int32, _ scratch: Scratch) {
    self.highest = highest
    self.encoding = encoding
    self.scratch = scratch
  }

  /// The bits of a level up to `highest`.
  static func width(_ highest: Int) -> Int { Int.bitWidth - highest.leadingZeroBitCount }

  /// Returns the levels as hybrid runs and moves the reader behind them; nil when there are none.
  func take(_ reader: inout ByteReader, count: Int) throws(ParquetError) -> UnsafeRawBufferPointer? {
    guard highest > 0 else { return nil }
    switch Encoding(rawValue: encoding) {
    case .rle: return try reader.take(Int(try reader.load(as: UInt32.self)))
    case .bitPacked:
      let width = Self.width(highest)
      return try repack(try reader.take((count * width + 7) / 8), width, count)
    default:
      throw ParquetError(
        .unsupported, "Its levels are encoded with \(Encoding.name(encoding)), which this package cannot read.")
    }
  }

  /// Turns levels packed from the highest bit down (Encodings.md, "Bit-packed (Deprecated)") into a run of levels packed
  /// from the lowest bit up.
  private func repack(
    _ bytes: UnsafeRawBufferPointer, _ width: Int, _ count: Int
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    var output = PageBuffer(scratch)
    let groups = (count + 7) / 8
    try output.appendVarint(groups << 1 | 1)
    let room = try output.room(groups * width)
    room.initializeMemory(as: UInt8.self, repeating: 0)
    for bit in 0..<count * width {
      let value = bytes[bit >> 3] >> UInt8(7 - bit & 7) & 1
      // Bit `place` of a level counts from its highest one here, from its lowest one there.
      let (level, place) = bit.quotientAndRemainder(dividingBy: width)
      let target = level * width + width - 1 - place
      room[target >> 3] |= value << UInt8(target & 7)
    }
    output.commit(groups * width)
    return try output.bytes()
  }
}

extension HybridRuns {
  /// Decodes levels, each at most `highest`, into memory that is valid until `scratch` is used again.
  static func levels(
    _ bytes: UnsafeRawBufferPointer?, highest: Int, count: Int, _ scratch: Scratch
  ) throws(ParquetError) -> UnsafeBufferPointer<Int32> {
    let room = try scratch.reserve(count * MemoryLayout<Int32>.stride).bindMemory(to: Int32.self)
    guard let bytes, let output = room.baseAddress else {
      room.initialize(repeating: 0)
      return UnsafeBufferPointer(room)
    }
    let width = LevelSection.width(highest)
    var runs = try HybridRuns(bytes, width: width, count: count)
    var done = 0
    while let run = try runs.next() {
      switch run {
      case .repeated(let level, let length):
        (output + done).update(repeating: Int32(truncatingIfNeeded: min(level, UInt32(Int32.max))), count: length)
        done += length
      case .packed(let packed, let length):
        if let source = packed.baseAddress {
          BitUnpacking.unpack(source, width: width, into: output + done, count: length)
        }
        done += length
      }
    }
    var top: Int32 = 0
    for index in 0..<count { top = max(top, output[index]) }
    guard Int(top) <= highest else { throw .corrupt("A level is \(top) where \(highest) is the highest.") }
    return UnsafeBufferPointer(room)
  }
}
