public import DataFrames

/// One key or feature value that crosses the API by itself.
///
/// Literals make values, so that keys read as they are: `["customer_id": [1, 2, 3]]`. Bulk data stays in columns.
public enum FeatureValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int32(Int32)
  case int64(Int64)
  case float32(Float)
  case float64(Double)
  case string(String)
  case binary([UInt8])
  case timestamp(Timestamp)
  case decimal(DecimalValue)
  /// Values of one type, any of which can be null.
  indirect case list([FeatureValue])

  public var isNull: Bool { self == .null }

  /// The name of the value's type, for messages.
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int32: "int32"
    case .int64: "int64"
    case .float32: "float32"
    case .float64: "float64"
    case .string: "string"
    case .binary: "binary"
    case .timestamp: "timestamp"
    case .decimal: "decimal"
    case .list: "list"
    }
  }
}

/// Strings are equal when their bytes are.
extension FeatureValue {
  public static func == (left: FeatureValue, right: FeatureValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int32(let left), .int32(let right)): left == right
    case (.int64(let left), .int64(let right)): left == right
    case (.float32(let left), .float32(let right)): left == right
    case (.float64(let left), .float64(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.binary(let left), .binary(let right)): left == right
    case (.timestamp(let left), .timestamp(let right)): left == right
    case (.decimal(let left), .decimal(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(typeName)
    switch self {
    case .null: break
    case .bool(let value): hasher.combine(value)
    case .int32(let value): hasher.combine(value)
    case .int64(let value): hasher.combine(value)
    case .float32(let value): hasher.combine(value)
    case .float64(let value): hasher.combine(value)
    case .string(let value): hasher.combine(ByteKey(value))
    case .binary(let value): hasher.combine(value)
    case .timestamp(let value): hasher.combine(value)
    case .decimal(let value): hasher.combine(value)
    case .list(let values): hasher.combine(values)
    }
  }
}

extension FeatureValue: ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  public init(integerLiteral value: Int64) { self = .int64(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(floatLiteral value: Double) { self = .float64(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral values: FeatureValue...) { self = .list(values) }
}

/// Typed reads of a value: the value when it is of that type without loss, nil otherwise or when it is null.
extension FeatureValue {
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The value of an int32 or int64.
  public var intValue: Int64? {
    switch self {
    case .int32(let value): Int64(value)
    case .int64(let value): value
    default: nil
    }
  }

  /// The value of a float32 or float64.
  public var doubleValue: Double? {
    switch self {
    case .float32(let value): Double(value)
    case .float64(let value): value
    default: nil
    }
  }

  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  public var listValue: [FeatureValue]? { if case .list(let values) = self { values } else { nil } }
  public var timestampValue: Timestamp? { if case .timestamp(let value) = self { value } else { nil } }
}

extension FeatureValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int32(let value): "\(value)"
    case .int64(let value): "\(value)"
    case .float32(let value): "\(value)"
    case .float64(let value): "\(value)"
    case .string(let value): value
    case .binary(let bytes): "\(bytes.count) bytes"
    case .timestamp(let value): value.description
    case .decimal(let value): value.description
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    }
  }
}
