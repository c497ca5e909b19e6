/// The byte strings of a page in one of the encodings that hold them as they are or by differences.
struct EncodedStrings {
  private let encoding: Encoding
  private let bytes: UnsafeRawBufferPointer
  private let count: Int
  private let layout: TextColumnReader.Layout

  init(_ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, count: Int, _ layout: TextColumnReader.Layout) {
    self.encoding = encoding
    self.bytes = bytes
    self.count = count
    self.layout = layout
  }

  /// Returns the strings one after the other, in the page or in `scratch`, and fills `ends`, which count from `base`.
  func decode(
    base: Int, ends: UnsafeMutableBufferPointer<Int>, _ scratch: Scratch
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    switch (encoding, layout) {
    case (.plain, .lengthBefore):
      let room = try scratch.reserve(bytes.count)
      guard let output = room.baseAddress, let first = ends.baseAddress else { return UnsafeRawBufferPointer(room) }
      let written = try ByteStrings.decodePlain(bytes, count: count, into: output, base: base, ends: first)
      return UnsafeRawBufferPointer(start: output, count: written)
    case (.plain, .fixed(let width)):
      return try fixed(width, base, ends)
    case (.byteStreamSplit, .fixed(let width)):
      guard count <= bytes.count / width else { throw ByteReader.exhausted }
      let room = try scratch.reserve(count * width)
      try ByteStreamSplit.decode(bytes, width: width, into: room)
      for index in 0..<count { ends[index] = base + (index + 1) * width }
      return UnsafeRawBufferPointer(room)
    case (.deltaLengthByteArray, .lengthBefore):
      var reader = ByteReader(bytes)
      return try DeltaStrings.decodeLengths(&reader, base: base, ends: ends)
    case (.deltaByteArray, _):
      return try DeltaStrings.decodePrefixes(bytes, base: base, ends: ends, width: width, scratch)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }

  private var width: Int? { if case .fixed(let width) = layout { width } else { nil } }

  private func fixed(
    _ width: Int, _ base: Int, _ ends: UnsafeMutableBufferPointer<Int>
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    guard count <= bytes.count / width else { throw ByteReader.exhausted }
    for index in 0..<count { ends[index] = base + (index + 1) * width }
    return UnsafeRawBufferPointer(rebasing: bytes[..<(count * width)])
  }
}
