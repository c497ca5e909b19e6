internal import DataFrames

/// A JSON value that is written back as it was read: members keep their order, numbers their digits.
///
/// `NaN`, `Infinity` and `-Infinity` count as numbers, because Python's `json` writes and reads them.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The digits as they stand in the text: `1`, `1.0` and `1e0` stay three different texts.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  package static func integer(_ value: Int64) -> JSONValue { .number(String(value)) }

  /// A number in the shortest form that reads back exactly; always with a point or an exponent.
  package static func double(_ value: Double) -> JSONValue {
    if value.isNaN { return .number("NaN") }
    if value.isInfinite { return .number(value < 0 ? "-Infinity" : "Infinity") }
    return .number("\(value)")
  }

  /// An object with its members in the order written.
  package static func object(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { JSONMember($0.key, $0.value) })
  }

  /// The member of a key; nil when it is absent or this is no object.
  package subscript(key: String) -> JSONValue? { object?.first { $0.key == key }?.value }

  package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// The name of the value's type, for messages.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// One key and its value.
package struct JSONMember: Hashable, Sendable {
  package let key: String
  package let value: JSONValue

  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }

  package static func == (left: JSONMember, right: JSONMember) -> Bool {
    left.key == right.key && left.value == right.value
  }
}

/// Typed reads: nil when the value is of another type.
extension JSONValue {
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var object: [JSONMember]? { if case .object(let members) = self { members } else { nil } }

  /// A whole number that fits 64 bits; `30.0` is one, as Python's floats are written.
  package var integer: Int64? {
    guard case .number(let digits) = self else { return nil }
    return Int64(digits) ?? Double(digits).flatMap { Int64(exactly: $0) }
  }

  /// Whether the number has a fraction, an exponent or no finite value, as Python writes its floats.
  package var isFloatingPoint: Bool {
    guard case .number(let digits) = self else { return false }
    return Int64(digits) == nil
  }

  package var double: Double? {
    guard case .number(let digits) = self else { return nil }
    return Double(digits)
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}
