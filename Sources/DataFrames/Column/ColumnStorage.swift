/// The physical layout of a column: one array of fixed-width values, or text.
///
/// The value stored under a null is zero or empty and means nothing.
public enum ColumnStorage: Sendable {
  case bool([Bool])
  case int32([Int32])
  case int64([Int64])
  case float32([Float])
  case float64([Double])
  case string(TextBuffer)
  /// A string column whose distinct texts are stored once.
  case dictionary(DictionaryText)
  case binary(TextBuffer)
  /// Days since 1970-01-01.
  case date([Int32])
  /// Units since 1970-01-01T00:00:00, in UTC or, with `utc: false`, of a clock without a zone.
  case timestamp([Int64], TimeUnit, utc: Bool)
  /// Unscaled numbers: the value is the number × 10^−scale.
  case decimal([Int128], precision: Int, scale: Int)
  indirect case list(ListBuffer)

  public var count: Int {
    switch self {
    case .bool(let values): values.count
    case .int32(let values), .date(let values): values.count
    case .int64(let values), .timestamp(let values, _, _): values.count
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .string(let text), .binary(let text): text.count
    case .dictionary(let text): text.codes.count
    case .decimal(let values, _, _): values.count
    case .list(let lists): lists.count
    }
  }

  public var type: ColumnType {
    switch self {
    case .bool: .bool
    case .int32: .int32
    case .int64: .int64
    case .float32: .float32
    case .float64: .float64
    case .string, .dictionary: .string
    case .binary: .binary
    case .date: .date
    case .timestamp(_, let unit, let utc): .timestamp(unit, utc: utc)
    case .decimal(_, let precision, let scale): .decimal(precision: precision, scale: scale)
    case .list(let lists): .list(lists.elements.type)
    }
  }
}
