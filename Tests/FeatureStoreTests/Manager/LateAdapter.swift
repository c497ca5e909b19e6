import FeatureStore
import Foundation

/// A backend that shows no view the first time it is asked, as if another process made them just after.
///
/// Invariant behind `@unchecked`: `wasAsked` is touched only while `lock` is held.
final class LateAdapter: FeatureStoreAdapter, @unchecked Sendable {
  private let base: any FeatureStoreAdapter
  private let lock = NSLock()
  private var wasAsked = false

  init(base: any FeatureStoreAdapter) { self.base = base }

  func listFeatureViews() async throws -> [FeatureViewSummary] {
    let isFirst = lock.withLock {
      defer { wasAsked = true }
      return !wasAsked
    }
    return isFirst ? [] : try await base.listFeatureViews()
  }

  func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode) async throws -> String {
    try await base.registerFeatureView(config, frame, mode: mode)
  }

  func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame {
    try await base.getHistoricalFeatures(entityDF: entityDF, featureRefs: featureRefs, options: options)
  }

  func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    try await base.materialize(featureViews: featureViews, startDate: startDate, endDate: endDate)
  }

  func materializeIncremental(featureViews: [String], endDate: FeatureDate) async throws -> [MaterializedView] {
    try await base.materializeIncremental(featureViews: featureViews, endDate: endDate)
  }

  func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures {
    try await base.getOnlineFeatures(entityKeys: entityKeys, featureRefs: featureRefs, options: options)
  }

  func deleteFeatureView(_ name: String) async throws { try await base.deleteFeatureView(name) }
}
