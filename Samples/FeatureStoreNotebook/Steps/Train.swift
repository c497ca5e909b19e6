import FeatureStore
import NotebookKit

extension Steps {
  /// Step 4: each question with what was known at its time.
  mutating func train(
    _ manager: FeatureStoreManager, _ registry: FeatureRegistry
  ) async throws -> DataFrame {
    // cell: training
    let questions = try DataFrame(parquet: settings.entities)
    let training = try await manager.getTrainingFeatures(
      questions, registry, table: settings.table, timestampColumn: settings.questionTime)
    display(training, "The training frame", rows: 8)
    // cell end
    return training
  }

  /// How old the rows were that the questions were matched with.
  mutating func showReach(
    _ training: DataFrame, _ manager: FeatureStoreManager, _ times: FeatureRegistry
  ) async throws -> (reach: Reach, matched: DataFrame) {
    // cell: reach
    let keysAndTimes = try training.select([settings.entityKey, settings.questionTime])
    let matched = try await manager.getTrainingFeatures(
      keysAndTimes, times, table: settings.timesTable, timestampColumn: settings.questionTime)

    let reach = try Reach(matched, settings)
    display(reach.plot)
    display(reach.table, "What the ttl of \(settings.ttlDays) days does to the training rows")
    // cell end
    return (reach, matched)
  }

  /// Whether a training row knows what it should not.
  mutating func showLeakage(
    _ training: DataFrame, _ matched: DataFrame, _ registry: FeatureRegistry
  ) throws -> LeakageReport {
    // cell: leakage
    let names = registry.featureNames
    let report = try LeakageReport(
      training.adding("matched_at", matched.column("matched_at")),
      options: LeakageOptions(
        features: names, timestampColumn: settings.questionTime, labelColumn: settings.label,
        sourceTimestampColumns: Dictionary(uniqueKeysWithValues: names.map { ($0, "matched_at") }),
        registry: registry))
    display(report.table, "Features that may know too much")
    // cell end
    return report
  }
}
