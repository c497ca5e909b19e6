internal import DataFrames

/// Decodes a column of fixed-width values straight into its array.
///
/// Invariant: `values` was made without being filled; rows before `row` are, and only these are handed out.
struct FixedColumnReader<Value: PhysicalValue>: ColumnReading {
  private let rows: Int
  private let storage: ([Value]) throws(ParquetError) -> ColumnStorage
  private var values: [Value]
  private var row = 0
  private var validity: ValidityBuilder
  private var dictionary: [Value]?

  /// - Parameter storage: Makes the storage of the column; values under nulls are ``PhysicalValue/null``.
  init(rows: Int, storage: @escaping ([Value]) throws(ParquetError) -> ColumnStorage) throws(ParquetError) {
    self.rows = rows
    self.storage = storage
    values = try unfilledArray(rows)
    validity = ValidityBuilder(capacity: rows)
  }

  mutating func beginChunk() { dictionary = nil }

  mutating func read(_ page: DictionaryPage) throws(ParquetError) {
    // Booleans take less than a byte, but have no dictionaries.
    guard page.count <= page.values.count else { throw ByteReader.exhausted }
    var entries = [Value](repeating: Value.null, count: page.count)
    try entries.withUnsafeMutableBufferPointer {
      (buffer: inout UnsafeMutableBufferPointer<Value>) throws(ParquetError) in
      try Value.decode(.plain, page.values, into: buffer)
    }
    dictionary = entries
  }

  mutating func read(_ page: DataPage, _ scratch: DecodingScratch) throws(ParquetError) {
    precondition(page.rowCount <= rows - row, "more rows than the column has")
    var valid = page.rowCount
    if let levels = page.definitionLevels {
      valid = try validity.append(levels: levels, rows: page.rowCount)
    } else {
      validity.appendValid(page.rowCount)
    }
    try decode(page, valid)
    if valid < page.rowCount { spread(valid: valid, rows: page.rowCount) }
    row += page.rowCount
  }

  consuming func finish() throws(ParquetError) -> Column {
    if row < rows { values.removeLast(rows - row) }
    return Column(try storage(values), validity: validity.finish())
  }

  /// Writes the values of a page, one after the other, from its first row on.
  private mutating func decode(_ page: DataPage, _ valid: Int) throws(ParquetError) {
    let range = row..<row + valid
    switch page.encoding {
    case .plainDictionary, .rleDictionary:
      guard let dictionary else { throw .corrupt("A page needs a dictionary, but there is none.") }
      if valid == 0 { return }
      var codes = try DictionaryCodes(page.values, count: valid, dictionaryCount: dictionary.count)
      try values.withUnsafeMutableBufferPointer {
        (buffer: inout UnsafeMutableBufferPointer<Value>) throws(ParquetError) in
        let output = buffer.extracting(range)
        try dictionary.withUnsafeBufferPointer { (entries: UnsafeBufferPointer<Value>) throws(ParquetError) in
          if let base = output.baseAddress { try codes.gather(entries, into: base) }
        }
      }
    default:
      try values.withUnsafeMutableBufferPointer {
        (buffer: inout UnsafeMutableBufferPointer<Value>) throws(ParquetError) in
        try Value.decode(page.encoding, page.values, into: buffer.extracting(range))
      }
    }
  }

  private mutating func spread(valid: Int, rows: Int) {
    let first = row
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.extracting(first..<first + rows).baseAddress else { return }
      _ = validity.withWords { words in
        Spreading.spread(base, valid: valid, rows: rows, words, firstRow: first, null: Value.null)
      }
    }
  }
}
