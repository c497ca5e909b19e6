internal import DataFrames

/// The members of one JSON object, taken out one by one; what nobody asked for is left over.
///
/// A member that is absent and one that is `null` mean the same: the default.
package struct JSONFields {
  private var members: [JSONMember]
  /// What the object is, for messages: `feature 'age'`.
  private let what: String

  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/corruptData`` if the value is no object.
  package init(_ value: JSONValue, _ what: String) throws {
    guard let members = value.object else {
      throw FeatureStoreError(.corruptData, "The \(what) is \(value.typeName) in the JSON text. It must be an object.")
    }
    self.members = members
    self.what = what
  }

  /// The members that were not taken, in their order.
  package var rest: [JSONMember] { members }

  /// Takes a member out; nil when it is absent or null.
  package mutating func take(_ key: String) -> JSONValue? {
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    let value = members.remove(at: index).value
    return value == .null ? nil : value
  }

  package mutating func text(_ key: String) throws -> String? {
    try take(key).map { try $0.string ?? wrong(key, $0, "a text") }
  }

  package mutating func requiredText(_ key: String) throws -> String {
    guard let text = try text(key) else {
      throw FeatureStoreError(.corruptData, "The \(what) has no \"\(key)\". Add it as a text.")
    }
    return text
  }

  package mutating func integer(_ key: String) throws -> Int? {
    try take(key).map { (value: JSONValue) -> Int in
      try value.integer.flatMap { Int(exactly: $0) } ?? wrong(key, value, "a whole number")
    }
  }

  package mutating func texts(_ key: String) throws -> [String] {
    guard let value = take(key) else { return [] }
    guard let values = value.array else { return try wrong(key, value, "a list of texts") }
    return try values.map { try $0.string ?? wrong(key, $0, "a list of texts") }
  }

  package mutating func array(_ key: String) throws -> [JSONValue] {
    try take(key).map { try $0.array ?? wrong(key, $0, "a list") } ?? []
  }

  package mutating func object(_ key: String) throws -> [JSONMember] {
    try take(key).map { try $0.object ?? wrong(key, $0, "an object") } ?? []
  }

  /// Takes one of the values of an enumeration.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    guard let text = try text(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw FeatureStoreError(.corruptData, "\"\(key)\" of the \(what) is '\(text)'. It must be one of \(allowed).")
    }
    return choice
  }

  private func wrong<Result>(_ key: String, _ value: JSONValue, _ expected: String) throws -> Result {
    throw FeatureStoreError(
      .corruptData, "\"\(key)\" of the \(what) is or holds \(value.typeName). It must be \(expected).")
  }
}
