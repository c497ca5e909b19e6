internal import DataFrames

extension FeatureRegistry {
  /// Refuses features of high leakage risk in a training frame unless each is allowed by name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/leakage`` that lists them with their notes.
  package func refuseHighRisk(_ names: [String], allowing allowed: [String]) throws {
    let refused = names.compactMap(get).filter { $0.leakageRisk == .high && !allowed.contains($0.name) }
    guard !refused.isEmpty else { return }
    let features = refused.map { (feature: TemporalFeatureDefinition) -> String in
      feature.leakageNotes.map { "\(feature.name) (\($0))" } ?? feature.name
    }
    throw FeatureStoreError(
      .leakage,
      "Features of high leakage risk are not for training: \(listed(features)). Leave them out, or allow them by name.",
      context: .init(column: refused.first?.name))
  }
}
