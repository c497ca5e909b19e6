public import DataFrames
public import FeatureStoreCore

extension FeatureStoreManager {
  /// Returns the entity frame, row for row, with the features as they were known at each row's time.
  ///
  /// - Parameters:
  ///   - featureNames: nil: all features of the registry that the table has.
  ///   - timestampColumn: The entity frame's column of times; nil: `event_timestamp`, else `feature_timestamp`, else the
  ///     only one.
  ///   - allowingHighRisk: Features of high leakage risk that may be in the frame.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/leakage`` that lists the features of high
  ///   leakage risk which are not allowed by name, or as the backend does.
  public func getTrainingFeatures(
    _ entityDF: DataFrame, _ registry: FeatureRegistry, featureNames: [String]? = nil, table: String = defaultTable,
    timestampColumn: String? = nil, allowingHighRisk: [String] = []
  ) async throws -> DataFrame {
    let names = try await names(registry, featureNames, table)
    try registry.refuseHighRisk(names, allowing: allowingHighRisk)
    return try await historical(entityDF, try registry.featureRefs(table, names), timestampColumn)
  }

  /// Returns the features as they are known at each row's time, for predictions in bulk.
  ///
  /// The same join as for training, so that a model sees the same values in both; nothing is refused for its leakage risk.
  public func getInferenceFeatures(
    _ entityDF: DataFrame, _ registry: FeatureRegistry, featureNames: [String]? = nil, table: String = defaultTable,
    timestampColumn: String? = nil
  ) async throws -> DataFrame {
    let names = try await names(registry, featureNames, table)
    return try await historical(entityDF, try registry.featureRefs(table, names), timestampColumn)
  }

  /// Returns the online values of the given entities, in their order; materialize the table first.
  public func getOnlineFeatures(
    _ entityKeys: EntityKeys, _ registry: FeatureRegistry, featureNames: [String]? = nil, table: String = defaultTable
  ) async throws -> OnlineFeatures {
    let names = try await names(registry, featureNames, table)
    return try await backend.getOnlineFeatures(
      entityKeys: entityKeys, featureRefs: try registry.featureRefs(table, names))
  }

  private func historical(
    _ entities: DataFrame, _ references: [String], _ timestampColumn: String?
  ) async throws -> DataFrame {
    try await backend.getHistoricalFeatures(
      entityDF: entities, featureRefs: references, options: HistoricalOptions(timestampColumn: timestampColumn))
  }

  /// The asked-for features, or those of the registry that the table has.
  private func names(_ registry: FeatureRegistry, _ asked: [String]?, _ table: String) async throws -> [String] {
    if let asked { return asked }
    let stored = Set<ByteKey>(strings: try await backend.featureView(table).features.map(\.name))
    let names = registry.featureNames.filter { stored.contains($0) }
    guard !names.isEmpty else {
      throw FeatureStoreError(
        .featureNotFound,
        "Table '\(table)' has none of the registry's features. Features there: \(listed(stored.sortedStrings())).",
        context: .init(view: table))
    }
    return names
  }
}
