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

extension ColumnType {
  /// The words for types on a command line: as ``description`` writes them, or `timestamp`, `timestamp(ns)`, `int`,
  /// `float`, `list<string>`.
  package init?(named name: String) {
    if name.hasPrefix("list<"), name.hasSuffix(">") {
      guard let element = ColumnType(named: String(name.dropFirst(5).dropLast())), !element.isList else { return nil }
      self = .list(element)
      return
    }
    if let simple = Self.simple[ByteKey(name)] {
      self = simple
      return
    }
    let digits = name.split { "decimal(, )".contains($0) }.compactMap { Int($0) }
    guard name.hasPrefix("decimal("), name.hasSuffix(")"), digits.count == 2, (1...38).contains(digits[0]),
      (0...digits[0]).contains(digits[1])
    else { return nil }
    self = .decimal(precision: digits[0], scale: digits[1])
  }

  private var isList: Bool { if case .list = self { true } else { false } }

  private static let simple: [ByteKey: ColumnType] = [
    "bool": .bool, "int32": .int32, "int64": .int64, "int": .int64, "float32": .float32, "float64": .float64,
    "float": .float64, "double": .float64, "string": .string, "binary": .binary, "date": .date,
    "timestamp": .timestamp(.microseconds, utc: true), "timestamp(ms)": .timestamp(.milliseconds, utc: true),
    "timestamp(us)": .timestamp(.microseconds, utc: true), "timestamp(ns)": .timestamp(.nanoseconds, utc: true),
  ]
}
