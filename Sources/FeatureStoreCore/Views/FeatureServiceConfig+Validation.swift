package import DataFrames

extension FeatureServiceConfig {
  /// Checks what can be checked without the views.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the field and what is allowed.
  package func validate() throws {
    try validateName(name, kind: "feature service")
    guard !features.isEmpty else {
      throw FeatureStoreError(.invalidArgument, "Feature service '\(name)' has no features. Name at least one view.")
    }
    var seen: Set<ByteKey> = []
    for projection in features {
      if let alias = projection.alias {
        try validateAskable(alias, kind: "alias of view '\(projection.view)'", view: name)
      }
      let called = projection.alias ?? projection.view
      guard seen.add(called) else {
        throw FeatureStoreError(
          .invalidArgument, "Feature service '\(name)' uses '\(called)' twice. Give one of them an alias.",
          context: .init(view: projection.view))
      }
    }
  }
}

extension FeatureProjection {
  /// Checks the columns that stand for a view's keys.
  ///
  /// - Parameters:
  ///   - keys: The view's entity keys.
  ///   - features: The names of features that a result has beside the keys.
  /// - Throws: A ``FeatureStoreError`` that names a key which the view has not, or a column that would hold two keys, or
  ///   a key and a feature.
  package func checkKeys(of keys: [String], besides features: Set<ByteKey>, in service: String) throws {
    func refusal(_ what: String, _ column: String?) -> FeatureStoreError {
      FeatureStoreError(
        .invalidArgument, "Feature service '\(service)' \(what)", context: .init(view: view, column: column))
    }
    if let unknown = joinKeyMap.keys.sorted().first(where: { !keys.contains($0) }) {
      throw refusal(
        "maps '\(unknown)', which is no entity key of view '\(view)'. Keys there: \(listed(keys)).", unknown)
    }
    var taken: [ByteKey: String] = [:]
    for key in keys {
      let column = joinKeyMap[key] ?? key
      if column.isEmpty { throw refusal("maps the key '\(key)' of view '\(view)' to no column. Name one.", key) }
      if let other = taken.updateValue(key, forKey: ByteKey(column)) {
        throw refusal(
          "takes the keys '\(other)' and '\(key)' of view '\(view)' from one column, '\(column)'. Give each its own.",
          column)
      }
      if joinKeyMap[key] != nil, features.contains(column) {
        throw refusal(
          "takes the key '\(key)' of view '\(view)' from '\(column)', which is the name of one of its features. "
            + "Name the column otherwise.", column)
      }
    }
  }
}
