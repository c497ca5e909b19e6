/// Byte strings of one column in one buffer: row `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
///
/// Holds text as UTF-8, or raw bytes for a binary column.
public struct TextBuffer: Hashable, Sendable {
  package private(set) var bytes: [UInt8]
  package private(set) var offsets: [Int]

  /// Creates an empty buffer with room for a number of rows and bytes.
  package init(rows: Int = 0, bytes byteCount: Int = 0) {
    bytes = []
    bytes.reserveCapacity(byteCount)
    offsets = []
    offsets.reserveCapacity(rows + 1)
    offsets.append(0)
  }

  /// Takes finished storage; `offsets` starts with 0, never falls and ends with the number of bytes.
  package init(bytes: [UInt8], offsets: [Int]) {
    precondition(offsets.first == 0 && offsets.last == bytes.count, "offsets must span the bytes")
    self.bytes = bytes
    self.offsets = offsets
  }

  public var count: Int { offsets.count - 1 }

  /// The UTF-8 text of a row; bytes that are not UTF-8 show as U+FFFD.
  public subscript(row: Int) -> String { String(decoding: bytes[offsets[row]..<offsets[row + 1]], as: UTF8.self) }

  package func range(_ row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  package mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    offsets.append(bytes.count)
  }

  package mutating func append(_ row: some Sequence<UInt8>) {
    bytes.append(contentsOf: row)
    offsets.append(bytes.count)
  }

  package mutating func appendEmpty() { offsets.append(bytes.count) }

  /// Returns the rows of the given numbers, one after the other; a negative number gives an empty row.
  package func gathering(_ rows: [Int]) -> TextBuffer {
    var total = 0
    for row in rows where row >= 0 { total += range(row).count }
    var result = TextBuffer(rows: rows.count, bytes: total)
    bytes.withUnsafeBufferPointer { source in
      for row in rows {
        if row >= 0 { result.bytes.append(contentsOf: source[range(row)]) }
        result.offsets.append(result.bytes.count)
      }
    }
    return result
  }

  package mutating func append(contentsOf other: TextBuffer) {
    let base = bytes.count
    bytes.append(contentsOf: other.bytes)
    offsets.reserveCapacity(offsets.count + other.count)
    for offset in other.offsets.dropFirst() { offsets.append(base + offset) }
  }
}

/// Text as codes into a list of distinct texts, as Parquet's dictionary pages give it.
///
/// A code of a null row is 0; the dictionary then may be empty.
public struct DictionaryText: Sendable {
  package let codes: [Int32]
  package let values: TextBuffer

  package init(codes: [Int32], values: TextBuffer) {
    self.codes = codes
    self.values = values
  }

  /// The text of a row, decoded.
  package subscript(row: Int) -> String { values[Int(codes[row])] }

  /// The same rows with one byte string a row; null rows (by `validity`) are empty.
  package func plain(_ validity: Validity?) -> TextBuffer {
    guard let validity else { return values.gathering(codes.map(Int.init)) }
    return values.gathering(codes.indices.map { (row: Int) -> Int in validity[row] ? Int(codes[row]) : -1 })
  }
}
