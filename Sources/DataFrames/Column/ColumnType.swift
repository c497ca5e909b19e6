/// The type of a column's values.
public indirect enum ColumnType: Hashable, Sendable, CustomStringConvertible {
  case bool
  case int32
  case int64
  case float32
  case float64
  case string
  case binary
  /// A calendar day without a zone.
  case date
  /// An instant (`utc: true`), or a wall-clock time without a zone, which this package reads as UTC.
  case timestamp(TimeUnit, utc: Bool)
  /// Exact decimal numbers of up to 38 digits, `scale` of them after the point.
  case decimal(precision: Int, scale: Int)
  /// Lists of one of the other types, such as embeddings; no lists of lists.
  case list(ColumnType)

  public var description: String {
    switch self {
    case .bool: "bool"
    case .int32: "int32"
    case .int64: "int64"
    case .float32: "float32"
    case .float64: "float64"
    case .string: "string"
    case .binary: "binary"
    case .date: "date"
    case .timestamp(let unit, let utc): utc ? "timestamp[\(unit.rawValue), UTC]" : "timestamp[\(unit.rawValue)]"
    case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
    case .list(let element): "list<\(element)>"
    }
  }

  public var isTimestamp: Bool {
    if case .timestamp = self { true } else { false }
  }

  public var isNumeric: Bool {
    switch self {
    case .int32, .int64, .float32, .float64, .decimal: true
    default: false
    }
  }
}
