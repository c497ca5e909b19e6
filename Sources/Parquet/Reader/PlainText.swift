internal import DataFrames

/// The rows of a text column, one byte string each.
///
/// Invariant: `offsets` was made without being filled, but for its first element, which is 0; those of the rows that
/// have been read are, and the last of these is the number of bytes.
struct PlainText {
  /// A dictionary can make a small file into a huge column; more than this is refused.
  private static let maximumBytes = 1 << 36

  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [Int]

  init(rows: Int, byteEstimate: Int) throws(ParquetError) {
    offsets = try unfilledArray(rows + 1)
    offsets[0] = 0
    try reserve(byteEstimate)
  }

  /// The rows that have been read.
  consuming func finish(rows: Int) -> TextBuffer {
    if rows + 1 < offsets.count { offsets.removeLast(offsets.count - rows - 1) }
    return TextBuffer(bytes: bytes, offsets: offsets)
  }

  /// Decodes a page; it is dictionary-encoded when a dictionary is given.
  mutating func read(
    _ page: DataPage, _ place: RowRange, _ layout: TextColumnReader.Layout, _ dictionary: TextBuffer?,
    _ validity: ValidityBuilder, _ scratch: DecodingScratch
  ) throws(ParquetError) {
    if let dictionary {
      try readCodes(page, place, dictionary, scratch)
    } else {
      try readValues(page, place, layout, scratch)
    }
    if place.valid < place.rows { spread(place, validity) }
  }

  /// Adds rows that were read as codes.
  mutating func append(_ text: TextCodes, rows: Int, _ validity: ValidityBuilder) throws(ParquetError) {
    let entries = text.dictionary.values
    try text.codes.withUnsafeBufferPointer { (codes: UnsafeBufferPointer<Int32>) throws(ParquetError) in
      let total = bytes.count
      try reserve(total)
      for row in 0..<rows {
        let isValid = validity.withWords { words in words[row >> 6] >> UInt64(row & 63) & 1 == 1 } ?? true
        if isValid { try append(entries, entries.range(Int(codes[row]))) }
        offsets[row + 1] = bytes.count
      }
    }
  }

  private mutating func readCodes(
    _ page: DataPage, _ place: RowRange, _ dictionary: TextBuffer, _ scratch: DecodingScratch
  ) throws(ParquetError) {
    if place.valid == 0 { return }
    let room = try scratch.values.reserve(place.valid * MemoryLayout<Int32>.stride)
    let codes = room.bindMemory(to: Int32.self)
    guard let base = codes.baseAddress else { return }
    var indices = try DictionaryCodes(page.values, count: place.valid, dictionaryCount: dictionary.count)
    try indices.decode(into: base)
    for index in 0..<place.valid {
      try append(dictionary, dictionary.range(Int(base[index])))
      offsets[place.first + index + 1] = bytes.count
    }
  }

  private mutating func append(_ source: TextBuffer, _ range: Range<Int>) throws(ParquetError) {
    guard bytes.count + range.count <= Self.maximumBytes else {
      throw ParquetError(.tooLarge, "Its texts have more than 64 GiB; read fewer row groups at a time.")
    }
    if bytes.count + range.count > bytes.capacity { try reserve((bytes.count + range.count) * 2) }
    source.bytes.withUnsafeBufferPointer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  private mutating func readValues(
    _ page: DataPage, _ place: RowRange, _ layout: TextColumnReader.Layout, _ scratch: DecodingScratch
  ) throws(ParquetError) {
    let encoded = EncodedStrings(page.encoding, page.values, count: place.valid, layout)
    let base = bytes.count
    let decoded = try offsets.withUnsafeMutableBufferPointer {
      (buffer: inout UnsafeMutableBufferPointer<Int>) throws(ParquetError) -> UnsafeRawBufferPointer in
      let ends = buffer.extracting(place.first + 1..<place.first + 1 + place.valid)
      return try encoded.decode(base: base, ends: ends, scratch.values)
    }
    if base + decoded.count > bytes.capacity { try reserve((base + decoded.count) * 2) }
    bytes.append(contentsOf: decoded.assumingMemoryBound(to: UInt8.self))
  }

  private mutating func reserve(_ count: Int) throws(ParquetError) {
    try requireMemory(rows: count, stride: 1)
    bytes.reserveCapacity(count)
  }

  private mutating func spread(_ place: RowRange, _ validity: ValidityBuilder) {
    offsets.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = validity.withWords { words in
        let ends = base + place.first + 1
        Spreading.spreadEnds(ends, valid: place.valid, rows: place.rows, words, firstRow: place.first)
      }
    }
  }
}
