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

  /// The name of the type, for messages.
  var typeName: String {
    switch self {
    case .numbers: "a number"
    case .booleans: "a truth value"
    case .times: "a time"
    case .texts: "a text"
    case .null: "null"
    }
  }

  var isDays: Bool { if case .numbers(_, let isDays) = self { isDays } else { false } }

  /// Takes a column apart; nil for a type that formulas cannot use, and when an integer has no exact double.
  init?(_ column: Column) {
    switch column.type {
    case .bool: self = .booleans((try? column.values(as: Bool.self)).map(Array.init) ?? [])
    case .int32, .int64, .float32, .float64:
      guard let exact = try? column.cast(to: .float64).values(as: Double.self) else { return nil }
      self = .numbers(exact.map { (value: Double?) -> Double? in value.flatMap { $0.isNaN ? nil : $0 } }, isDays: false)
    case .decimal:
      let doubles = EventValues(column).doubles ?? []
      self = .numbers(doubles.indices.map { column.isNull($0) ? nil : doubles[$0] }, isDays: false)
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
    case .null: .nulls(.float64, count: count)
    }
  }

  /// The values as numbers; truth values are 1 and 0.
  func numbers(count: Int) -> [Double?]? {
    switch self {
    case .numbers(let values, _): values
    case .booleans(let values): values.map { $0.map { $0 ? 1 : 0 } }
    case .null: [Double?](repeating: nil, count: count)
    case .times, .texts: nil
    }
  }

  func booleans(count: Int) -> [Bool?]? {
    switch self {
    case .booleans(let values): values
    case .null: [Bool?](repeating: nil, count: count)
    case .numbers, .times, .texts: nil
    }
  }

  /// Which rows hold a value.
  func present(count: Int) -> [Bool] {
    switch self {
    case .numbers(let values, _): values.map { $0 != nil }
    case .booleans(let values): values.map { $0 != nil }
    case .times(let column), .texts(let column): (0..<count).map { !column.isNull($0) }
    case .null: [Bool](repeating: false, count: count)
    }
  }
}
