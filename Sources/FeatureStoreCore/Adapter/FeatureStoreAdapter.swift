public import DataFrames

/// A place that keeps features: the one abstraction behind every backend.
///
/// Adapters are safe to share between tasks. Each verb is described here once; a backend that cannot do one throws
/// ``FeatureStoreError/Code/notSupported`` and says what to use instead.
public protocol FeatureStoreAdapter: Sendable {
  /// Writes a frame's rows and makes them visible under the view's name.
  ///
  /// `merge` keeps the union of stored and new rows; of rows with the same key and event time the one with the newest
  /// created time stays, of those the last written. Nothing changes if an error is thrown.
  ///
  /// - Returns: The full name of the view in its backend.
  @discardableResult
  func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode) async throws -> String

  /// Returns the entity frame, row for row, with the asked-for features as they were known at each row's time.
  ///
  /// A feature row counts when its time is not after the entity row's and, with a ttl, not older than it; both ends
  /// are inclusive. The latest wins, then the latest created, then the last written. Nothing found gives nulls; a null
  /// key or time finds nothing. Times without a zone are UTC.
  func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame

  /// Copies the newest row per entity with an event time from `startDate` to `endDate`, both inclusive, to the online
  /// store. No views named means all. An older event never replaces a newer one.
  @discardableResult
  func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView]

  /// Materializes from where the last materialization of each view ended.
  @discardableResult
  func materializeIncremental(featureViews: [String], endDate: FeatureDate) async throws -> [MaterializedView]

  /// Returns the online values of the given entities, in their order.
  func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures

  /// The feature views there are, by name.
  func listFeatureViews() async throws -> [FeatureViewSummary]

  /// Removes a view, its online values and its place in the registry; the data files stay.
  func deleteFeatureView(_ name: String) async throws
}

/// The short forms that most callers use.
extension FeatureStoreAdapter {
  @discardableResult
  public func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame) async throws -> String {
    try await registerFeatureView(config, frame, mode: .merge)
  }

  public func getHistoricalFeatures(entityDF: DataFrame, featureRefs: [String]) async throws -> DataFrame {
    try await getHistoricalFeatures(entityDF: entityDF, featureRefs: featureRefs, options: HistoricalOptions())
  }

  public func getOnlineFeatures(entityKeys: EntityKeys, featureRefs: [String]) async throws -> OnlineFeatures {
    try await getOnlineFeatures(entityKeys: entityKeys, featureRefs: featureRefs, options: OnlineOptions())
  }

  /// The view of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound`` that lists the views there are.
  public func featureView(_ name: String) async throws -> FeatureViewSummary {
    let views = try await listFeatureViews()
    guard let view = views.first(where: { $0.name == name }) else {
      throw FeatureStoreError.viewNotFound(name, existing: views.map(\.name))
    }
    return view
  }
}

extension FeatureStoreError {
  package static func viewNotFound(_ name: String, existing: [String]) -> FeatureStoreError {
    FeatureStoreError(
      .viewNotFound, "No feature view '\(name)'. Views here: \(listed(existing.sorted())).", context: .init(view: name))
  }

  package static func featureNotFound(_ name: String, view: String, existing: [String]) -> FeatureStoreError {
    FeatureStoreError(
      .featureNotFound, "View '\(view)' has no feature '\(name)'. Features there: \(listed(existing)).",
      context: .init(view: view, column: name))
  }
}
