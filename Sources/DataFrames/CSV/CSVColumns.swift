/// Makes a column of a known type from the fields of one CSV column.
enum CSVColumns {
  static func column(
    _ name: String, _ fields: [CSVScanner.Field], _ type: ColumnType
  ) throws(DataFrameError) -> Column {
    func read<Value>(_ parse: ([UInt8]) -> Value?) throws(DataFrameError) -> [Value?] {
      var values: [Value?] = []
      values.reserveCapacity(fields.count)
      for (row, field) in fields.enumerated() {
        let value = field.isNull ? nil : parse(field.bytes)
        guard field.isNull || value != nil else { throw unreadable(name, row, field, type) }
        values.append(value)
      }
      return values
    }
    switch type {
    case .bool: return .bool(try read(CSVTypes.bool))
    case .int32: return .int32(try read { Int32(String(decoding: $0, as: UTF8.self)) })
    case .int64: return .int64(try read(CSVTypes.int64))
    case .float32: return .float32(try read { Float(String(decoding: $0, as: UTF8.self)) })
    case .float64: return .float64(try read(CSVTypes.float64))
    case .string: return .string(try read { String(validating: $0, as: UTF8.self) })
    case .date: return .date(try read { ISO8601Parser.date($0) })
    case .timestamp(let unit, let utc):
      let instants = Column.timestamp(try read { ISO8601Parser.timestamp($0) }, unit: unit)
      return try instants.cast(to: .timestamp(unit, utc: utc))
    case .decimal(let precision, let scale):
      let values = try read { (field: [UInt8]) -> Int128? in
        DecimalValue(String(decoding: field, as: UTF8.self))?.unscaled(atScale: scale)
      }
      let validity = Validity.bitmap(count: values.count) { (row: Int) -> Bool in values[row] != nil }
      return Column(.decimal(values.map { $0 ?? 0 }, precision: precision, scale: scale), validity: validity)
    case .binary, .list:
      throw DataFrameError(.typeMismatch, "Column '\(name)': CSV text cannot be read as \(type).")
    }
  }

  /// The row counts data records from 1, as a person would below the header.
  private static func unreadable(
    _ name: String, _ row: Int, _ field: CSVScanner.Field, _ type: ColumnType
  ) -> DataFrameError {
    let text = String(decoding: field.bytes.prefix(40), as: UTF8.self)
    return DataFrameError(.badCSV, "Column '\(name)', record \(row + 1): '\(text)' is no \(type).")
  }
}
