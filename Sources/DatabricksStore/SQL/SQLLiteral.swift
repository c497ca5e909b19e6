internal import DataFrames

/// The values of a column as SQL literals of exactly the column's type.
enum SQLLiteral {
  /// - Parameter type: The SQL type to cast to; the value text is right for any type that holds the column's values.
  static func text(_ column: Column, _ row: Int, as type: String) -> String {
    if column.isNull(row) { return "CAST(NULL AS \(type))" }
    return "CAST(\(bare(column, row)) AS \(type))"
  }

  private static func bare(_ column: Column, _ row: Int) -> String {
    switch column.storage {
    case .bool(let values): return values[row] ? "true" : "false"
    case .int32(let values): return "\(values[row])"
    case .int64(let values): return values[row] == .min ? "'\(values[row])'" : "\(values[row])"
    case .float32(let values): return number(Double(values[row]), "\(values[row])")
    case .float64(let values): return number(values[row], "\(values[row])")
    case .string, .dictionary: return SQLText.literal(String.element(of: column.storage, at: row))
    case .binary(let bytes): return "X'\(hex(bytes.bytes[bytes.range(row)]))'"
    case .date(let days): return "date_from_unix_date(\(days[row]))"
    case .timestamp(let counts, let unit, let utc): return time(Timestamp(counts[row], unit), utc)
    case .decimal: return "'\(DecimalValue.element(of: column.storage, at: row))'"
    case .list(let lists): return list(lists, row)
    }
  }

  private static func number(_ value: Double, _ text: String) -> String {
    value.isNaN ? "'NaN'" : value.isInfinite ? (value < 0 ? "'-Infinity'" : "'Infinity'") : "'\(text)'"
  }

  private static func time(_ time: Timestamp, _ utc: Bool) -> String {
    utc ? SQLText.timestamp(micros: time.count(in: .microseconds)) : "'\(time.text(separator: " ", suffix: ""))'"
  }

  private static func list(_ lists: ListBuffer, _ row: Int) -> String {
    let type = SQLType.text(lists.elements.type) ?? "STRING"
    return "array(\(lists.range(row).map { text(lists.elements, $0, as: type) }.joined(separator: ", ")))"
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { (byte: UInt8) -> String in
      let text = String(byte, radix: 16, uppercase: true)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
