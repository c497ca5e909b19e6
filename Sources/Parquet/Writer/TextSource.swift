internal import DataFrames

/// The rows of a text column, to be written as codes into a dictionary that grows, or as plain strings.
protocol TextSource {
  /// The texts that codes stand for.
  var dictionary: TextBuffer { get }
  /// Writes the codes of the rows that hold a value from `codes[done]` on; there is room for all rows and one more.
  mutating func encode(
    _ rows: Range<Int>, _ validity: Validity?, into codes: UnsafeMutablePointer<Int32>, _ done: inout Int)
  /// Where a page of about a number of bytes ends that begins at a row; it has at least one row.
  func plainPageEnd(from start: Int, limit: Int, bytes: Int) -> Int
  /// Appends the rows that hold a value, each with its length before it.
  func writePlain(
    _ rows: Range<Int>, _ validity: Validity?, to body: inout PageBuffer, _ bounds: inout TextBounds
  ) throws(ParquetError)
}

/// Text with one byte string a row.
struct PlainTextSource: TextSource {
  let text: TextBuffer
  private var known = TextDictionary()

  init(_ text: TextBuffer) { self.text = text }

  var dictionary: TextBuffer { known.values }

  mutating func encode(
    _ rows: Range<Int>, _ validity: Validity?, into codes: UnsafeMutablePointer<Int32>, _ done: inout Int
  ) {
    known.reserve(known.values.count + rows.count)
    text.bytes.withUnsafeBufferPointer { bytes in
      for row in rows where validity?[row] ?? true {
        codes[done] = known.code(of: bytes.extracting(text.range(row)))
        done += 1
      }
    }
  }

  func plainPageEnd(from start: Int, limit: Int, bytes: Int) -> Int {
    // The largest end whose rows, with four bytes for each length, fit: the sizes rise, so halving finds it.
    var low = start + 1
    var high = limit
    while low < high {
      let middle = (low + high + 1) / 2
      let size = text.range(start).lowerBound.distance(to: text.range(middle - 1).upperBound) + 4 * (middle - start)
      if size <= bytes { low = middle } else { high = middle - 1 }
    }
    return low
  }

  func writePlain(
    _ rows: Range<Int>, _ validity: Validity?, to body: inout PageBuffer, _ bounds: inout TextBounds
  ) throws(ParquetError) {
    let size = text.range(rows.lowerBound).lowerBound.distance(to: text.range(rows.upperBound - 1).upperBound)
    let room = try body.room(size + 4 * rows.count)
    guard let output = room.baseAddress else { return }
    var written = 0
    text.bytes.withUnsafeBufferPointer { bytes in
      text.offsets.withUnsafeBufferPointer { offsets in
        // The last texts, behind which there may be no 16 bytes to load, are copied byte by byte.
        let limit = bytes.count - 16
        for row in rows where validity?[row] ?? true {
          let start = offsets[row]
          let value = bytes.extracting(start..<offsets[row &+ 1])
          bounds.add(value)
          if start <= limit {
            ByteStrings.writeBlock(value, to: output, &written)
          } else {
            ByteStrings.write(value, to: output, &written)
          }
        }
      }
    }
    body.commit(written)
  }
}

/// Text that is dictionary-encoded in the frame; only entries that rows use are written.
struct DictionaryTextSource: TextSource {
  let text: DictionaryText
  private(set) var dictionary = TextBuffer()
  /// The written code of each entry, -1 before it is used.
  private var translation: [Int32]

  init(_ text: DictionaryText) {
    self.text = text
    translation = [Int32](repeating: -1, count: text.values.count)
  }

  mutating func encode(
    _ rows: Range<Int>, _ validity: Validity?, into codes: UnsafeMutablePointer<Int32>, _ done: inout Int
  ) {
    for row in rows where validity?[row] ?? true {
      let entry = Int(text.codes[row])
      if translation[entry] < 0 {
        translation[entry] = Int32(dictionary.count)
        text.values.bytes.withUnsafeBufferPointer { dictionary.append($0.extracting(text.values.range(entry))) }
      }
      codes[done] = translation[entry]
      done += 1
    }
  }

  func plainPageEnd(from start: Int, limit: Int, bytes: Int) -> Int {
    var end = start
    var size = 0
    while end < limit {
      let entry = Int(text.codes[end])
      size += 4 + (entry < text.values.count ? text.values.range(entry).count : 0)
      if size > bytes && end > start { break }
      end += 1
    }
    return end
  }

  func writePlain(
    _ rows: Range<Int>, _ validity: Validity?, to body: inout PageBuffer, _ bounds: inout TextBounds
  ) throws(ParquetError) {
    for row in rows where validity?[row] ?? true {
      try text.values.bytes.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(ParquetError) in
        let value = bytes.extracting(text.values.range(Int(text.codes[row])))
        bounds.add(value)
        try body.append(UInt32(value.count))
        try body.append(UnsafeRawBufferPointer(value))
      }
    }
  }
}
