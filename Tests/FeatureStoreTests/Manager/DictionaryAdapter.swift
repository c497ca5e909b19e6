import FeatureStore
import Foundation

/// A backend of the tests' own: frames in memory, joined by looking at every row.
///
/// Invariant behind `@unchecked`: `views` is touched only while `lock` is held.
final class DictionaryAdapter: FeatureStoreAdapter, @unchecked Sendable {
  private let lock = NSLock()
  private var views: [String: (config: FeatureViewConfig, frame: DataFrame)] = [:]

  func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode) async throws -> String {
    try lock.withLock {
      let before = mode == .merge ? views[config.name].map { [$0.frame] } ?? [] : []
      views[config.name] = (config, try DataFrame.concat(before + [frame]))
    }
    return config.name
  }

  func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame {
    var result = entityDF
    for text in featureRefs {
      let reference = try FeatureReference(text)
      guard let view = lock.withLock({ views[reference.view] }) else {
        throw FeatureStoreError(.viewNotFound, "no view \(reference.view)")
      }
      let rows = try winners(entityDF, options.timestampColumn ?? "event_timestamp", view.config, view.frame)
      let column = try view.frame.column(reference.feature)
      result = try result.adding(
        reference.feature, try Column(rows.map { $0.map { FeatureValue(column, row: $0) } ?? .null }))
    }
    return result
  }

  /// For each entity row the last of the latest rows that are not later.
  private func winners(
    _ entities: DataFrame, _ time: String, _ config: FeatureViewConfig, _ frame: DataFrame
  ) throws -> [Int?] {
    let wanted = try zip(entities[config.entityKeys[0], as: Int64.self], entities[time, as: Timestamp.self])
    let keys = try frame[config.entityKeys[0], as: Int64.self]
    let times = try frame[config.timestampColumn ?? "event_timestamp", as: Timestamp.self]
    return wanted.map { (key: Int64?, time: Timestamp?) -> Int? in
      guard let key, let time else { return nil }
      var best: (row: Int, time: Timestamp)?
      for row in keys.indices where keys[row] == key {
        guard let known = times[row], known <= time, known >= best?.time ?? known else { continue }
        best = (row, known)
      }
      return best?.row
    }
  }

  func listFeatureViews() async throws -> [FeatureViewSummary] {
    lock.withLock {
      views.values.map { (config: FeatureViewConfig, _: DataFrame) -> FeatureViewSummary in
        FeatureViewSummary(
          name: config.name, kind: "feature view", entityKeys: config.entityKeys.map { .init(name: $0, type: "") },
          features: config.features.map { .init(name: $0, type: "") }, ttl: nil,
          timestampColumn: config.timestampColumn ?? "", createdTimestampColumn: nil, source: "memory", isOnline: false,
          tags: config.tags, description: "", owner: "", materializedUntil: nil)
      }
    }
  }

  func deleteFeatureView(_ name: String) async throws { lock.withLock { views[name] = nil } }

  func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView] { throw FeatureStoreError(.notSupported, "no online store") }

  func materializeIncremental(featureViews: [String], endDate: FeatureDate) async throws -> [MaterializedView] {
    throw FeatureStoreError(.notSupported, "no online store")
  }

  func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures { throw FeatureStoreError(.notSupported, "no online store") }
}
