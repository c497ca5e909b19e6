import FeatureStore
import NotebookKit

extension Steps {
  /// Step 5: the store's values and the gold table's, cell by cell.
  mutating func validate(
    _ gold: DataFrame, _ training: DataFrame, _ manager: FeatureStoreManager, _ registry: FeatureRegistry
  ) async throws -> [Comparison] {
    // cell: validate
    let reference = try DataFrame(parquet: settings.reference).prepared(settings)
    let answers = try GoldAnswers(reference, registry.featureNames, settings)  // finds rows without the store

    let moments = try gold.select([settings.entityKey, settings.timestampColumn])
    let history = try await manager.getTrainingFeatures(
      moments, registry, table: settings.table, timestampColumn: settings.timestampColumn)

    try await manager.backend.materialize(
      featureViews: [settings.table], startDate: FeatureDate(gold.firstTime(settings)),
      endDate: FeatureDate(gold.lastTime(settings)))
    let entities = try gold.column(settings.entityKey).unique()
    let keys = EntityKeys([(settings.entityKey, (0..<entities.count).map { FeatureValue(entities, row: $0) })])
    let online = try await manager.getOnlineFeatures(keys, registry, table: settings.table)

    let comparisons = [
      try answers.compare(history, at: settings.timestampColumn, "each gold row at its own time"),
      try answers.compare(training, at: settings.questionTime, "the training rows"),
      try answers.compare(online, "the online values of all entities"),
    ]
    display(try Comparison.table(comparisons), "The store's values against the gold table's")
    // cell end
    return comparisons
  }
}
