/// What a newer or other program wrote into an object and this one only hands on.
package struct UnknownMembers: Sendable, Hashable {
  /// Keys that are not known.
  package var members: [JSONMember] = []
  /// Tags whose value is no text.
  package var tags: [JSONMember] = []

  package init(members: [JSONMember] = [], tags: [JSONMember] = []) {
    self.members = members
    self.tags = tags
  }

  /// The tags as one object, sorted by name.
  package func object(with texts: [String: String]) -> JSONValue {
    .object(texts.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) } + tags)
  }
}

extension [JSONMember] {
  /// Separates the members whose value is a text from the others.
  package func splitTexts() -> (texts: [String: String], others: [JSONMember]) {
    var texts: [String: String] = [:]
    var others: [JSONMember] = []
    for member in self {
      if let text = member.value.string { texts[member.key] = text } else { others.append(member) }
    }
    return (texts, others)
  }
}
