extension FeatureViewConfig {
  /// Checks what can be checked without data.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the field, its value and what is allowed.
  public func validate() throws {
    try validateName(name, kind: "feature view")
    let context = FeatureStoreError.Context(view: name)
    guard !entityKeys.isEmpty, !entityKeys.contains("") else {
      throw FeatureStoreError(
        .invalidArgument, "View '\(name)' has no entity key. Name the column that says which entity a row is about.",
        context: context)
    }
    try validateTTL()
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

  private func refuseRepeats(_ names: [String], _ kind: String) throws {
    var seen: Set<String> = []
    if let repeated = names.first(where: { !seen.insert($0).inserted }) {
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
