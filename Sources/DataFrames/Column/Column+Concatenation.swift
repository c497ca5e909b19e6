extension Column {
  /// Joins columns end to end.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` if the types differ.
  package static func concatenating(_ columns: [Column]) throws(DataFrameError) -> Column {
    guard let first = columns.first else { throw DataFrameError(.shape, "No columns to join.") }
    if columns.count == 1 { return first }
    for column in columns where column.type != first.type {
      throw DataFrameError(.typeMismatch, "A \(first.type) column cannot be followed by a \(column.type) column.")
    }
    return Column(
      try joinedStorage(first, columns), validity: Validity.concatenating(columns.map { ($0.validity, $0.count) }))
  }

  /// All columns have the type of `first`; text that is dictionary-encoded in every one of them stays so.
  private static func joinedStorage(_ first: Column, _ columns: [Column]) throws(DataFrameError) -> ColumnStorage {
    func joined<Value>(_ values: (ColumnStorage) -> [Value]?) -> [Value] {
      columns.flatMap { values($0.storage) ?? [] }
    }
    switch first.storage {
    case .bool: return .bool(joined { if case .bool(let values) = $0 { values } else { nil } })
    case .int32: return .int32(joined { if case .int32(let values) = $0 { values } else { nil } })
    case .int64: return .int64(joined { if case .int64(let values) = $0 { values } else { nil } })
    case .float32: return .float32(joined { if case .float32(let values) = $0 { values } else { nil } })
    case .float64: return .float64(joined { if case .float64(let values) = $0 { values } else { nil } })
    case .date: return .date(joined { if case .date(let values) = $0 { values } else { nil } })
    case .timestamp(_, let unit, let utc):
      return .timestamp(joined { if case .timestamp(let values, _, _) = $0 { values } else { nil } }, unit, utc: utc)
    case .decimal(_, let precision, let scale):
      let values: [Int128] = joined { if case .decimal(let values, _, _) = $0 { values } else { nil } }
      return .decimal(values, precision: precision, scale: scale)
    case .list:
      let buffers = columns.compactMap { (column: Column) -> ListBuffer? in
        if case .list(let lists) = column.storage { lists } else { nil }
      }
      return .list(try ListBuffer.concatenating(buffers))
    case .binary: return .binary(joinedText(columns))
    case .string, .dictionary:
      return joinedDictionary(columns).map(ColumnStorage.dictionary) ?? .string(joinedText(columns))
    }
  }

  private static func joinedText(_ columns: [Column]) -> TextBuffer {
    var result = TextBuffer(rows: columns.reduce(0) { $0 + $1.count })
    for column in columns { if let text = column.plainText { result.append(contentsOf: text) } }
    return result
  }

  /// One dictionary for all, or nil if a column is not dictionary-encoded.
  private static func joinedDictionary(_ columns: [Column]) -> DictionaryText? {
    var codes: [Int32] = []
    var values = TextBuffer()
    var known: [ArraySlice<UInt8>: Int32] = [:]
    for column in columns {
      guard case .dictionary(let text) = column.storage else { return nil }
      let translated = (0..<text.values.count).map { (entry: Int) -> Int32 in
        let bytes = text.values.bytes[text.values.range(entry)]
        if let code = known[bytes] { return code }
        let code = Int32(values.count)
        values.append(bytes)
        known[bytes] = code
        return code
      }
      codes.append(contentsOf: text.codes.map { translated.isEmpty ? 0 : translated[Int($0)] })
    }
    return DictionaryText(codes: codes, values: values)
  }

  /// The bytes of a string or binary column, one byte string a row.
  package var plainText: TextBuffer? {
    switch storage {
    case .string(let text), .binary(let text): text
    case .dictionary(let text): text.plain(validity)
    default: nil
    }
  }
}
