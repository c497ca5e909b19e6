internal import DataFrames

/// The rows of a text column as codes into one dictionary.
///
/// Invariant: `codes` was made without being filled; the rows that have been read are.
struct TextCodes {
  private(set) var codes: [Int32]
  var dictionary = TextDictionary()

  init(rows: Int) throws(ParquetError) {
    codes = try unfilledArray(rows)
  }

  /// The rows that have been read.
  consuming func finish(rows: Int) -> DictionaryText {
    if rows < codes.count { codes.removeLast(codes.count - rows) }
    return DictionaryText(codes: codes, values: dictionary.values)
  }

  /// Decodes the codes of a page; `entries` is the size of the chunk's dictionary.
  mutating func read(
    _ page: DataPage, _ place: RowRange, entries: Int, _ translation: [Int32]?, _ validity: ValidityBuilder
  ) throws(ParquetError) {
    var indices = try DictionaryCodes(page.values, count: place.valid, dictionaryCount: entries)
    try codes.withUnsafeMutableBufferPointer { (buffer: inout UnsafeMutableBufferPointer<Int32>) throws(ParquetError) in
      guard let output = buffer.extracting(place.first..<place.first + place.rows).baseAddress else { return }
      if place.valid > 0 {
        if let translation {
          try translation.withUnsafeBufferPointer { (table: UnsafeBufferPointer<Int32>) throws(ParquetError) in
            try indices.gather(table, into: output)
          }
        } else {
          try indices.decode(into: output)
        }
      }
      if place.valid == place.rows { return }
      _ = validity.withWords { words in
        Spreading.spread(output, valid: place.valid, rows: place.rows, words, firstRow: place.first, null: 0)
      }
    }
  }
}
