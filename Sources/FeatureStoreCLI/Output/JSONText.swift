internal import FeatureStore
internal import Foundation

/// A JSON value whose members keep their order, as a person reading the output expects.
indirect enum JSONText {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONText])
  case object([(String, JSONText)])

  /// The text without line ends, keys in their order.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let value): JSONValue.quoted(value)
    case .array(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(JSONValue.quoted($0.0)): \($0.1.text)" }.joined(separator: ", ") + "}"
    }
  }

  /// An array with an object for each row of a frame.
  static func rows(_ frame: DataFrame) throws -> JSONText {
    let columns = try frame.columnNames.map { (name: $0, column: try frame.column($0)) }
    return .array(
      (0..<frame.rowCount).map { (row: Int) in
        .object(columns.map { ($0.name, JSONText(FeatureValue($0.column, row: row))) })
      })
  }

  static func optional(_ value: String?) -> JSONText { value.map(JSONText.string) ?? .null }

  /// A number, or one of the texts `NaN`, `Infinity`, `-Infinity` for what JSON has no number, as Feast's server writes it.
  static func double(_ value: Double) -> JSONText {
    if value.isFinite { return .number("\(value)") }
    return .string(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
  }

  /// A feature value: instants as ISO 8601 text, bytes as base64.
  init(_ value: FeatureValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int32(let value): self = .number(String(value))
    case .int64(let value): self = .number(String(value))
    case .float32(let value): self = .double(Double(value))
    case .float64(let value): self = .double(value)
    case .string(let value): self = .string(value)
    case .binary(let bytes): self = .string(Data(bytes).base64EncodedString())
    case .timestamp(let value): self = .string(value.description)
    case .decimal(let value): self = .string(value.description)
    case .list(let values): self = .array(values.map { JSONText($0) })
    }
  }
}
