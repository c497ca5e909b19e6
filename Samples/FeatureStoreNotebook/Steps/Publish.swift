import FeatureStore
import NotebookKit

extension Steps {
  /// Step 3: the features as views of a Feast repository.
  mutating func publish(
    _ gold: DataFrame, _ registry: FeatureRegistry, _ times: FeatureRegistry
  ) async throws -> FeatureStoreManager {
    // cell: publish
    let manager = try FeatureStoreManager.create(backend: .feast, repoPath: settings.repository)
    let end = try FeatureDate(gold.lastTime(settings))  // nothing after it is in the gold table

    let featureTable = try await manager.publishFeatures(
      gold, registry, settings.table, ttlDays: settings.ttlDays, cutoffDate: end)
    let timesTable = try await manager.publishFeatures(gold, times, settings.timesTable, cutoffDate: end)

    let published = [
      (featureTable, try await manager.backend.featureView(settings.table)),
      (timesTable, try await manager.backend.featureView(settings.timesTable)),
    ]
    display(publicationTable(published), "What is in the store now")
    // cell end
    return manager
  }

  /// How old each entity's newest row is when the gold table ends.
  mutating func showFreshness(_ gold: DataFrame) throws -> Freshness {
    // cell: freshness
    let freshness = try Freshness(gold, settings)
    display(freshness.plot)
    display(freshness.table, "Age of each entity's newest row")
    // cell end
    return freshness
  }
}
