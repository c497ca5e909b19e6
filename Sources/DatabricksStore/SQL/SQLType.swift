internal import DataFrames

/// Column types as SQL writes them, and back.
enum SQLType {
  /// The SQL type that holds a column's values; nil for one that Delta does not have, which is a finer time than µs.
  static func text(_ type: ColumnType) -> String? {
    switch type {
    case .bool: "BOOLEAN"
    case .int32: "INT"
    case .int64: "BIGINT"
    case .float32: "FLOAT"
    case .float64: "DOUBLE"
    case .string: "STRING"
    case .binary: "BINARY"
    case .date: "DATE"
    case .timestamp(let unit, let utc): unit == .nanoseconds ? nil : utc ? "TIMESTAMP" : "TIMESTAMP_NTZ"
    case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
    case .list(let element): text(element).map { "ARRAY<\($0)>" }
    }
  }

  /// The column type that an SQL type is read as; nil for one that is not supported, such as a map or a struct.
  static func columnType(_ text: String) -> ColumnType? {
    let name = text.uppercased().filter { !$0.isWhitespace }
    let base = name.prefix { $0 != "(" && $0 != "<" }
    switch base {
    case "BOOLEAN": return .bool
    case "TINYINT", "BYTE", "SMALLINT", "SHORT", "INT", "INTEGER": return .int32
    case "BIGINT", "LONG": return .int64
    case "FLOAT", "REAL": return .float32
    case "DOUBLE": return .float64
    case "STRING", "CHAR", "VARCHAR": return .string
    case "BINARY": return .binary
    case "DATE": return .date
    case "TIMESTAMP": return .timestamp(.microseconds, utc: true)
    case "TIMESTAMP_NTZ": return .timestamp(.microseconds, utc: false)
    case "DECIMAL", "NUMERIC", "DEC": return decimal(name)
    case "ARRAY": return list(name)
    default: return nil
    }
  }

  private static func decimal(_ name: String) -> ColumnType? {
    guard name.contains("(") else { return .decimal(precision: 10, scale: 0) }
    let numbers = name.drop { $0 != "(" }.dropFirst().dropLast().split(separator: ",").map { Int($0) }
    guard let precision = numbers.first ?? nil, (1...38).contains(precision) else { return nil }
    let scale = numbers.count > 1 ? numbers[1] ?? 0 : 0
    return (0...precision).contains(scale) ? .decimal(precision: precision, scale: scale) : nil
  }

  private static func list(_ name: String) -> ColumnType? {
    guard name.hasPrefix("ARRAY<"), name.hasSuffix(">") else { return nil }
    guard let element = columnType(String(name.dropFirst(6).dropLast())) else { return nil }
    if case .list = element { return nil }
    return .list(element)
  }
}
