/// A value to put in the place of nulls; literals make one: `["age": 0, "city": "unknown"]`.
public enum FillValue: Hashable, Sendable {
  case bool(Bool)
  /// Fits int32 and int64 columns, floats that hold it exactly, and decimals.
  case integer(Int64)
  /// Fits float64 columns; a float32 column gets the nearest float.
  case number(Double)
  case string(String)
  case date(CivilDate)
  case timestamp(Timestamp)
  case decimal(DecimalValue)

  /// The value as a column of one row; nil when the type cannot hold it without loss.
  func column(of type: ColumnType) -> Column? {
    switch (self, type) {
    case (.bool(let value), .bool): .bool([value])
    case (.integer(let value), .int32): Int32(exactly: value).map { .int32([$0]) }
    case (.integer(let value), .int64): .int64([value])
    case (.integer(let value), .float32): Float(exactly: value).map { .float32([$0]) }
    case (.integer(let value), .float64): Double(exactly: value).map { .float64([$0]) }
    case (.integer(let value), .decimal):
      FillValue.decimal(DecimalValue(unscaled: Int128(value), scale: 0)).column(of: type)
    case (.number(let value), .float32): .float32([Float(value)])
    case (.number(let value), .float64): .float64([value])
    case (.string(let value), .string): .string([value])
    case (.date(let value), .date): .date([value])
    case (.timestamp(let value), .timestamp(let unit, let utc)):
      Timestamp(value.count(in: unit), unit) == value
        ? Column(.timestamp([value.count(in: unit)], unit, utc: utc)) : nil
    case (.decimal(let value), .decimal(let precision, let scale)):
      value.unscaled(atScale: scale).map { Column(.decimal([$0], precision: precision, scale: scale)) }
    default: nil
    }
  }

  /// For messages; not the value itself.
  var typeName: String {
    switch self {
    case .bool: "bool"
    case .integer: "an integer"
    case .number: "float64"
    case .string: "string"
    case .date: "date"
    case .timestamp: "timestamp"
    case .decimal: "decimal"
    }
  }
}

extension FillValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
}
