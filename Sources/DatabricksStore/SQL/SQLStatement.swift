internal import FeatureStoreCore

/// One statement of SQL.
struct SQLStatement: Sendable {
  let text: String
  /// Whether running it twice is the same as once: true for queries, `MERGE`, `CREATE … IF NOT EXISTS` and the like.
  let isRepeatable: Bool
  /// Values for `:name` markers.
  let parameters: [SQLParameter]

  init(_ text: String, isRepeatable: Bool = true, parameters: [SQLParameter] = []) {
    self.text = text
    self.isRepeatable = isRepeatable
    self.parameters = parameters
  }
}

/// A typed value for a marker `:name`; the server converts its text as `CAST` does.
struct SQLParameter: Sendable {
  let name: String
  /// Nil for NULL.
  let value: String?
  let type: String

  static func bigint(_ name: String, _ value: Int64) -> SQLParameter {
    SQLParameter(name: name, value: "\(value)", type: "BIGINT")
  }

  var json: JSONValue {
    .object(["name": .string(name), "value": .optional(value), "type": .string(type)])
  }
}
