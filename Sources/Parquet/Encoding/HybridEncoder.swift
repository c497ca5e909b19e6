/// Writes dictionary codes as RLE / bit-packing hybrid (Encodings.md, "RLE = 3"): equal codes, eight and more, as a
/// repeated run, what lies between as groups of eight.
///
/// Invariant for unsafe use: `codes` holds `count` values of at most `width` bits.
struct HybridEncoder {
  let codes: UnsafePointer<Int32>
  let count: Int
  let width: Int

  /// The bits of a code; one even for a single entry, since some readers expect bits for values.
  static func width(entries: Int) -> Int { entries == 0 ? 0 : max(1, Int.bitWidth - (entries - 1).leadingZeroBitCount) }

  /// Appends the runs.
  func encode(to buffer: inout PageBuffer) throws(ParquetError) {
    var start = 0
    var index = 0
    while index + 8 <= count {
      guard isUniform(index) else {
        index += 8
        continue
      }
      try pack(start..<index, &buffer)
      let length = runLength(index)
      try buffer.appendVarint(length << 1)
      for byte in 0..<(width + 7) / 8 {
        try buffer.append(UInt8(truncatingIfNeeded: codes[index] >> Int32(8 * byte)))
      }
      index += length
      start = index
    }
    try pack(start..<count, &buffer)
  }

  private func isUniform(_ index: Int) -> Bool {
    let first = codes[index]
    var difference: Int32 = 0
    for offset in 1..<8 { difference |= codes[index &+ offset] ^ first }
    return difference == 0
  }

  private func runLength(_ index: Int) -> Int {
    var end = index + 8
    while end < count && codes[end] == codes[index] { end += 1 }
    return end - index
  }

  /// Packs a range, filling the last group up with zeros; only the last range of all has an unfinished group.
  private func pack(_ range: Range<Int>, _ buffer: inout PageBuffer) throws(ParquetError) {
    if range.isEmpty { return }
    let groups = (range.count + 7) / 8
    try buffer.appendVarint(groups << 1 | 1)
    let room = try buffer.room(groups * width)
    guard let output = room.baseAddress else { return }
    let whole = range.count / 8
    for group in 0..<whole {
      Self.packGroup(codes + range.lowerBound + group * 8, width, output + group * width)
    }
    if groups > whole {
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 8) { last in
        last.initialize(repeating: 0)
        for (index, row) in (range.lowerBound + whole * 8..<range.upperBound).enumerated() { last[index] = codes[row] }
        if let base = last.baseAddress { Self.packGroup(base, width, output + whole * width) }
      }
    }
    buffer.commit(groups * width)
  }

  /// Packs eight values into `width` bytes, and may write on up to seven bytes behind them.
  @inline(__always)
  private static func packGroup(_ values: UnsafePointer<Int32>, _ width: Int, _ output: UnsafeMutableRawPointer) {
    var word: UInt64 = 0
    var used = 0
    var offset = 0
    for index in 0..<8 {
      word |= UInt64(UInt32(bitPattern: values[index])) &<< UInt64(used)
      used &+= width
      if used >= 32 {
        output.storeBytes(of: UInt32(truncatingIfNeeded: word).littleEndian, toByteOffset: offset, as: UInt32.self)
        word &>>= 32
        used &-= 32
        offset &+= 4
      }
    }
    output.storeBytes(of: UInt32(truncatingIfNeeded: word).littleEndian, toByteOffset: offset, as: UInt32.self)
  }
}
