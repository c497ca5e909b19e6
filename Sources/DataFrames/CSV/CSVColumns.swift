/// Makes columns of known types from the fields of CSV text.
struct CSVColumns {
  let table: CSVTable

  func column(_ index: Int, _ type: ColumnType) throws(DataFrameError) -> Column {
    if type == .string { return try text(index) }
    if case .list(let element) = type { return try list(index, element) }
    return try CSVCells(count: table.rowCount, name: table.names[index], type: type) {
      (row: Int) -> ArraySlice<UInt8>? in
      let field = table.field(row, index)
      if table.isNull(field) || table.isNullWord(field, type) { return nil }
      return field.text(table.bytes)
    }.column()
  }

  /// Lists as ``CSVList`` writes them.
  private func list(_ index: Int, _ type: ColumnType) throws(DataFrameError) -> Column {
    var list = CSVList(strings: type.isWrittenAsString)
    var filled: [Bool] = []
    for row in 0..<table.rowCount {
      let field = table.field(row, index)
      filled.append(!table.isNull(field) && !table.isNullWord(field, .list(type)))
      guard filled[row] else {
        list.appendEmpty()
        continue
      }
      let text = field.text(table.bytes)
      guard list.append(text) else {
        throw CSVCells.unreadable(text, table.names[index], row, .list(type))
      }
    }
    let elements = list.elements
    let cells = CSVCells(count: elements.count, name: table.names[index], type: type) { elements[$0] }
    let values = ListBuffer(offsets: list.offsets, elements: try cells.column(rowOf: { list.row(of: $0) }))
    return Column(.list(values), validity: Validity.bitmap(count: filled.count) { (row: Int) -> Bool in filled[row] })
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
    for row in 0..<table.rowCount {
      let field = table.field(row, index)
      if table.isNull(field) { continue }
      let text = field.text(table.bytes)
      if String(validating: text, as: UTF8.self) == nil {
        throw CSVCells.unreadable(text, table.names[index], row, .string)
      }
    }
  }
}

/// The fields of one column, or the elements of its lists, read as values of one type.
struct CSVCells {
  let count: Int
  let name: String
  let type: ColumnType
  /// The content of a field; nil for a null.
  let text: (Int) -> ArraySlice<UInt8>?

  /// - Parameter rowOf: The row that a cell is in, for messages.
  func column(rowOf: (Int) -> Int = { $0 }) throws(DataFrameError) -> Column {
    switch type {
    case .bool: return .bool(try read(rowOf, CSVTypes.bool))
    case .int32: return .int32(try read(rowOf) { CSVNumbers.int64($0).flatMap { Int32(exactly: $0) } })
    case .int64: return .int64(try read(rowOf, CSVNumbers.int64))
    case .float32: return .float32(try read(rowOf, CSVNumbers.float32))
    case .float64: return .float64(try read(rowOf, CSVNumbers.float64))
    case .string: return .string(try read(rowOf) { String(validating: $0, as: UTF8.self) })
    case .binary: return .binary(try read(rowOf, CSVTypes.binary))
    case .date: return .date(try read(rowOf) { ISO8601Parser.date($0) })
    case .timestamp(let unit, let utc):
      let times = try read(rowOf) { (field: ArraySlice<UInt8>) -> Timestamp? in
        // A time that the unit would cut or that is too far away is none.
        ISO8601Parser.timestamp(field).flatMap { Timestamp($0.count(in: unit), unit) == $0 ? $0 : nil }
      }
      return try Column.timestamp(times, unit: unit).cast(to: .timestamp(unit, utc: utc))
    case .decimal(let precision, let scale):
      let values = try read(rowOf) { (field: ArraySlice<UInt8>) -> Int128? in
        DecimalValue(String(decoding: field, as: UTF8.self))?.unscaled(atScale: scale)
      }
      let validity = Validity.bitmap(count: values.count) { (row: Int) -> Bool in values[row] != nil }
      return Column(.decimal(values.map { $0 ?? 0 }, precision: precision, scale: scale), validity: validity)
    case .list:
      throw DataFrameError(.typeMismatch, "Column '\(name)': CSV text has no lists of lists.")
    }
  }

  private func read<Value>(
    _ rowOf: (Int) -> Int, _ parse: (ArraySlice<UInt8>) -> Value?
  ) throws(DataFrameError) -> [Value?] {
    var values: [Value?] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      guard let text = text(index) else {
        values.append(nil)
        continue
      }
      guard let value = parse(text) else { throw Self.unreadable(text, name, rowOf(index), type) }
      values.append(value)
    }
    return values
  }

  /// The row counts data records from 1, as a person would below the header.
  static func unreadable(
    _ text: ArraySlice<UInt8>, _ name: String, _ row: Int, _ type: ColumnType
  ) -> DataFrameError {
    let text = String(decoding: text.prefix(40), as: UTF8.self)
    return DataFrameError(.badCSV, "Column '\(name)', record \(row + 1): '\(text)' is no \(type).")
  }
}

extension TextBuffer {
  /// Whether every row is UTF-8: all bytes together are, and no row starts inside a character.
  fileprivate var isValidUTF8: Bool {
    String(validating: bytes, as: UTF8.self) != nil
      && offsets.allSatisfy { (offset: Int) -> Bool in offset == bytes.count || bytes[offset] & 0xC0 != 0x80 }
  }
}
