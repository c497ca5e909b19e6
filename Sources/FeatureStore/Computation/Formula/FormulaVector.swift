internal import DataFrames

/// The values of a part of a formula, one a row; nil is a null.
enum FormulaVector {
  /// `isDays`: a difference of two times.
  case numbers([Double?], isDays: Bool)
  case booleans([Bool?])
  /// A timestamp or date column.
  case times(Column)
  case texts(Column)
  /// The literal null, which is of any type.
  case null
  /// The values of a column whose type is not known; there are none, and they pass for any type.
  case unknown

  /// The name of the type, for messages.
  var typeName: String {
    switch self {
    case .numbers: "a number"
    case .booleans: "a truth value"
    case .times: "a time"
    case .texts: "a text"
    case .null: "null"
    case .unknown: "not known"
    }
  }

  var isDays: Bool { if case .numbers(_, let isDays) = self { isDays } else { false } }

  /// The type of the values as a column; nil when they are of any type.
  var knownType: ColumnType? {
    switch self {
    case .null, .unknown: nil
    default: column(count: 0).type
    }
  }

  /// Whether every value is a whole number.
  var isWhole: Bool {
    switch self {
    case .numbers(let values, _): values.allSatisfy { $0.map { $0 == $0.rounded() } ?? true }
    case .booleans, .null, .unknown: true
    case .times, .texts: false
    }
  }

  /// Takes a column apart; nil for a type that formulas cannot use, and when an integer has no exact double.
  init?(_ column: Column) {
    switch column.type {
    case .bool: self = .booleans((try? column.values(as: Bool.self)).map(Array.init) ?? [])
    case .int32, .int64, .float32, .float64:
      guard let exact = try? column.cast(to: .float64).values(as: Double.self) else { return nil }
      self = .numbers(exact.map { (value: Double?) -> Double? in value.flatMap { $0.isNaN ? nil : $0 } }, isDays: false)
    case .decimal:
      let decimals = (try? column.values(as: DecimalValue.self)).map(Array.init) ?? []
      self = .numbers(decimals.map { $0?.nearestDouble }, isDays: false)
    case .timestamp, .date: self = .times(column)
    case .string: self = .texts(column)
    case .binary, .list: return nil
    }
  }

  /// The values as a column; a null literal gives nulls of type float64.
  func column(count: Int) -> Column {
    switch self {
    case .numbers(let values, _): .float64(values)
    case .booleans(let values): .bool(values)
    case .times(let column), .texts(let column): column
    case .null, .unknown: .nulls(.float64, count: count)
    }
  }

  /// The values as numbers; truth values are 1 and 0.
  func numbers(count: Int) -> [Double?]? {
    switch self {
    case .numbers(let values, _): values
    case .booleans(let values): values.map { $0.map { $0 ? 1 : 0 } }
    case .null, .unknown: [Double?](repeating: nil, count: count)
    case .times, .texts: nil
    }
  }

  func booleans(count: Int) -> [Bool?]? {
    switch self {
    case .booleans(let values): values
    case .null, .unknown: [Bool?](repeating: nil, count: count)
    case .numbers, .times, .texts: nil
    }
  }

  /// Which rows hold a value.
  func present(count: Int) -> [Bool] {
    switch self {
    case .numbers(let values, _): values.map { $0 != nil }
    case .booleans(let values): values.map { $0 != nil }
    case .times(let column), .texts(let column): (0..<count).map { !column.isNull($0) }
    case .null, .unknown: [Bool](repeating: false, count: count)
    }
  }
}
