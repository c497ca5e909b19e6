internal import DataFrames

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
      let called = projection.alias ?? projection.view
      guard seen.add(called) else {
        throw FeatureStoreError(
          .invalidArgument, "Feature service '\(name)' uses '\(called)' twice. Give one of them an alias.",
          context: .init(view: projection.view))
      }
    }
  }
}
