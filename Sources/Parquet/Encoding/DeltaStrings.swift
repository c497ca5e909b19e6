/// DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY: byte strings with delta-encoded lengths.
enum DeltaStrings {
  /// Shared prefixes can make a small page into a huge one; more than this is refused.
  private static let maximumBytes = 1 << 31

  /// Reads lengths and returns the strings, which follow them one after the other.
  static func decodeLengths(
    _ reader: inout ByteReader, base: Int, ends: UnsafeMutableBufferPointer<Int>
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    try DeltaBinaryPacked.decode(&reader, into: ends)
    var total = 0
    for index in ends.indices {
      let length = ends[index]
      guard length >= 0, length <= reader.remaining - total else { throw ByteReader.exhausted }
      total += length
      ends[index] = base + total
    }
    return try reader.take(total)
  }

  /// Reads the lengths of prefixes shared with the string before, then what follows them.
  ///
  /// See Encodings.md, "Delta Strings".
  static func decodePrefixes(
    _ bytes: UnsafeRawBufferPointer, base: Int, ends: UnsafeMutableBufferPointer<Int>, width: Int?, _ scratch: Scratch
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    guard ends.count <= (bytes.count + 1) << 20 else { throw ByteReader.exhausted }
    var reader = ByteReader(bytes)
    var prefixes = [Int32](repeating: 0, count: ends.count)
    try prefixes.withUnsafeMutableBufferPointer {
      (buffer: inout UnsafeMutableBufferPointer<Int32>) throws(ParquetError) in
      try DeltaBinaryPacked.decode(&reader, into: buffer)
    }
    let suffixes = try decodeLengths(&reader, base: 0, ends: ends)
    let room = try scratch.reserve(try totalSize(prefixes, ends, width))
    var previous = 0..<0
    var suffixStart = 0
    for index in ends.indices {
      let suffix = suffixStart..<ends[index]
      let start = previous.upperBound
      let middle = start + Int(prefixes[index])
      // The prefix stands before `start`, as `totalSize` has checked, so the ranges do not overlap.
      copy(UnsafeRawBufferPointer(room), previous.lowerBound..<previous.lowerBound + Int(prefixes[index]), room, start)
      copy(suffixes, suffix, room, middle)
      previous = start..<middle + suffix.count
      suffixStart = suffix.upperBound
      ends[index] = base + previous.upperBound
    }
    return UnsafeRawBufferPointer(room)
  }

  /// Checks that each prefix is no longer than the string before, and returns the size of all strings.
  private static func totalSize(
    _ prefixes: [Int32], _ suffixEnds: UnsafeMutableBufferPointer<Int>, _ width: Int?
  ) throws(ParquetError) -> Int {
    var total = 0
    var previous = 0
    var suffixStart = 0
    for index in prefixes.indices {
      let prefix = Int(prefixes[index])
      guard prefix >= 0, prefix <= previous else { throw .corrupt("A string shares more than the one before has.") }
      previous = prefix + suffixEnds[index] - suffixStart
      suffixStart = suffixEnds[index]
      guard width == nil || width == previous else { throw .corrupt("A byte string has the wrong length.") }
      total += previous
      guard total <= maximumBytes else { throw ParquetError(.tooLarge, "The texts of a page have more than 2 GiB.") }
    }
    return total
  }

  private static func copy(
    _ source: UnsafeRawBufferPointer, _ range: Range<Int>, _ destination: UnsafeMutableRawBufferPointer, _ offset: Int
  ) {
    if range.isEmpty { return }
    UnsafeMutableRawBufferPointer(rebasing: destination[offset..<offset + range.count])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
  }
}
