/// Makes columns of known types from the fields of CSV text.
struct CSVColumns {
  let table: CSVTable

  func column(_ index: Int, _ type: ColumnType) throws(DataFrameError) -> Column {
    switch type {
    case .bool: return .bool(try read(index, type, CSVTypes.bool))
    case .int32: return .int32(try read(index, type) { CSVNumbers.int64($0).flatMap { Int32(exactly: $0) } })
    case .int64: return .int64(try read(index, type, CSVNumbers.int64))
    case .float32: return .float32(try read(index, type) { Float(String(decoding: $0, as: UTF8.self)) })
    case .float64: return .float64(try read(index, type, CSVNumbers.float64))
    case .string: return try text(index)
    case .date: return .date(try read(index, type) { ISO8601Parser.date($0) })
    case .timestamp(let unit, let utc):
      let instants = Column.timestamp(try read(index, type) { ISO8601Parser.timestamp($0) }, unit: unit)
      return try instants.cast(to: .timestamp(unit, utc: utc))
    case .decimal(let precision, let scale):
      let values = try read(index, type) { (field: ArraySlice<UInt8>) -> Int128? in
        DecimalValue(String(decoding: field, as: UTF8.self))?.unscaled(atScale: scale)
      }
      let validity = Validity.bitmap(count: values.count) { (row: Int) -> Bool in values[row] != nil }
      return Column(.decimal(values.map { $0 ?? 0 }, precision: precision, scale: scale), validity: validity)
    case .binary, .list:
      throw DataFrameError(.typeMismatch, "Column '\(table.names[index])': CSV text cannot be read as \(type).")
    }
  }

  private func read<Value>(
    _ index: Int, _ type: ColumnType, _ parse: (ArraySlice<UInt8>) -> Value?
  ) throws(DataFrameError) -> [Value?] {
    var values: [Value?] = []
    values.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      let field = table.field(row, index)
      if table.isNull(field) {
        values.append(nil)
      } else if let value = parse(field.text(table.bytes)) {
        values.append(value)
      } else {
        throw unreadable(index, row, type)
      }
    }
    return values
  }

  /// Copies the bytes of every field into one buffer.
  private func text(_ index: Int) throws(DataFrameError) -> Column {
    var text = TextBuffer(rows: table.rowCount)
    var filled: [Bool] = []
    filled.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      let field = table.field(row, index)
      filled.append(!table.isNull(field))
      if filled[row] { text.append(field.text(table.bytes)) } else { text.appendEmpty() }
    }
    if !text.isValidUTF8 { try requireText(index) }
    return Column(.string(text), validity: Validity.bitmap(count: filled.count) { (row: Int) -> Bool in filled[row] })
  }

  /// Finds the field that is no UTF-8.
  private func requireText(_ index: Int) throws(DataFrameError) {
    _ = try read(index, .string) { String(validating: $0, as: UTF8.self) }
  }

  /// The row counts data records from 1, as a person would below the header.
  private func unreadable(_ index: Int, _ row: Int, _ type: ColumnType) -> DataFrameError {
    let text = String(decoding: table.field(row, index).text(table.bytes).prefix(40), as: UTF8.self)
    return DataFrameError(.badCSV, "Column '\(table.names[index])', record \(row + 1): '\(text)' is no \(type).")
  }
}

extension TextBuffer {
  /// Whether every row is UTF-8: all bytes together are, and no row starts inside a character.
  fileprivate var isValidUTF8: Bool {
    String(validating: bytes, as: UTF8.self) != nil
      && offsets.allSatisfy { (offset: Int) -> Bool in offset == bytes.count || bytes[offset] & 0xC0 != 0x80 }
  }
}
