internal import DataFrames

extension FeatureViewConfig {
  /// Checks what can be checked without data.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the field, its value and what is allowed.
  public func validate() throws { try validate(names: true) }

  /// - Parameter checksNames: Whether keys and features must have names that can be asked for, as new ones must.
  package func validate(names checksNames: Bool) throws {
    try validateName(name, kind: "feature view")
    let context = FeatureStoreError.Context(view: name)
    guard !entityKeys.isEmpty, !entityKeys.contains("") else {
      throw FeatureStoreError(
        .invalidArgument, "View '\(name)' has no entity key. Name the column that says which entity a row is about.",
        context: context)
    }
    try validateTTL()
    if checksNames {
      for key in entityKeys { try validateAskable(key, kind: "entity key", view: name) }
      for feature in features { try validateAskable(feature, kind: "feature", view: name) }
    }
    try refuseRepeats(entityKeys, "entity key")
    try refuseRepeats(features, "feature")
    if let both = features.first(where: entityKeys.contains) {
      throw FeatureStoreError(
        .invalidArgument, "Column '\(both)' of view '\(name)' is both entity key and feature. Leave it out of one.",
        context: .init(view: name, column: both))
    }
  }

  private func validateTTL() throws {
    guard let ttl else { return }
    guard ttl >= .zero, ttl <= .longestTTL else {
      throw FeatureStoreError(
        .invalidArgument,
        "View '\(name)' has a ttl of \(ttl.phrase). Give more than 0 and at most \(Duration.longestTTL.phrase), or none "
          + "for no limit.",
        context: .init(view: name))
    }
    guard ttl.isWholeMicroseconds else {
      throw FeatureStoreError(
        .invalidArgument,
        "View '\(name)' has a ttl of \(ttl.phrase), finer than a microsecond. Feast keeps whole microseconds: round it.",
        context: .init(view: name))
    }
  }

  /// Whether a column is no feature unless it is named: it has no name, or one that pandas gives to row numbers
  /// (`Unnamed: 0`), or one that begins with two underscores, which Feast leaves out as well.
  package static func isLeftOut(_ column: String) -> Bool {
    if column.isEmpty || column.hasPrefix("__") { return true }
    let number = column.dropFirst("Unnamed: ".count)
    return column.hasPrefix("Unnamed: ") && !number.isEmpty && number.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// The columns of a frame that become no features because of their names, as a sentence; nil when there are none.
  package func omission(from columns: [String]) -> String? {
    let left = columns.filter { Self.isLeftOut($0) && !entityKeys.contains($0) && timestampColumn != $0 }
    guard features.isEmpty, !left.isEmpty else { return nil }
    let names = left.map { $0.isEmpty ? "a column without a name" : $0 }
    return "Left out of the features of '\(name)': \(listed(names)). Row numbers and the like tell nothing; "
      + "name the features to take them."
  }

  private func refuseRepeats(_ names: [String], _ kind: String) throws {
    var seen: Set<ByteKey> = []
    if let repeated = names.first(where: { !seen.add($0) }) {
      throw FeatureStoreError(
        .invalidArgument, "View '\(name)' names the \(kind) '\(repeated)' twice.",
        context: .init(view: name, column: repeated))
    }
  }
}

/// Refuses names that could leave the repository, or that Feast's own tools cannot use as a table name.
///
/// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidName``.
package func validateName(_ name: String, kind: String) throws {
  let allowed = name.utf8.allSatisfy { (byte: UInt8) -> Bool in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
  guard allowed, !name.isEmpty, name.utf8.count <= 200 else {
    throw FeatureStoreError(
      .invalidName,
      "'\(name)' cannot name a \(kind). Use up to 200 letters, digits and underscores, such as customer_features.",
      context: .init(view: name))
  }
}

/// Refuses the name of a column that nobody could ask for afterwards: references are written `view:feature,view:*`.
///
/// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidName`` that says what is in the way.
package func validateAskable(_ name: String, kind: String, view: String) throws {
  guard let obstacle = obstacle(in: name) else { return }
  throw FeatureStoreError(
    .invalidName,
    "'\(name.printable)' cannot name \(kind == "entity key" ? "an" : "a") \(kind) of '\(view)': \(obstacle), so it could "
      + "not be asked for as view:feature. Rename the column.",
    context: .init(view: view, column: name))
}

private func obstacle(in name: String) -> String? {
  let bytes = name.utf8
  if bytes.isEmpty { return "it is empty" }
  if name == "*" { return "the star stands for all features" }
  if bytes.contains(UInt8(ascii: ":")) { return "it contains a colon" }
  if bytes.contains(UInt8(ascii: ",")) { return "it contains a comma" }
  if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
    return "it contains a control character"
  }
  let ends = [name.unicodeScalars.first, name.unicodeScalars.last].compactMap { $0 }
  return ends.contains { $0.properties.isWhitespace } ? "it begins or ends with a space" : nil
}

extension String {
  /// The name with its control characters as `\u{…}`, so that a message about it stays on its line.
  fileprivate var printable: String {
    unicodeScalars.map {
      $0.properties.generalCategory == .control ? "\\u{\(String($0.value, radix: 16))}" : String($0)
    }
    .joined()
  }
}
