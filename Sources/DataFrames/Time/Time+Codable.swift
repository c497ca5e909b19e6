/// As ISO 8601 text, exact to the nanosecond.
extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.parsed("an ISO 8601 time") { ISO8601Parser.timestamp($0.utf8) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// As `YYYY-MM-DD`.
extension CivilDate: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.parsed("a date, YYYY-MM-DD") { ISO8601Parser.date($0.utf8) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// As text with every digit.
extension DecimalValue: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.parsed("a decimal number in quotes") { DecimalValue($0) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Decoder {
  /// Reads a text and parses it.
  fileprivate func parsed<Value>(_ expected: String, _ parse: (String) -> Value?) throws -> Value {
    let container = try singleValueContainer()
    guard let value = parse(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is not \(expected).")
    }
    return value
  }
}
