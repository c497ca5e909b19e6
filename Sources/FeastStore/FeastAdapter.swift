public import DataFrames
public import FeatureStoreCore

/// A Feast repository on this machine: Parquet files, a protobuf registry and a SQLite online store, without a server.
///
/// What it writes, Python Feast 0.67 opens and serves, and the reverse, on the same files. Safe to share between tasks
/// and between processes. A repository that is not there yet is made by the first registration.
///
/// ```swift
/// let store = try FeastAdapter(repoPath: "feature_store/feature_repo")
/// ```
public final class FeastAdapter: FeatureStoreAdapter {
  let location: RepositoryLocation

  /// Opens a repository; nothing is written.
  ///
  /// - Parameters:
  ///   - repoPath: The folder of `feature_store.yaml`.
  ///   - environment: Variables that the file may refer to as `$NAME`.
  ///   - dataRoot: The folder for the data files of views that are registered; nil: `data` in the repository.
  /// - Throws: A ``FeatureStoreError`` that names the file and the key that cannot be used.
  public init(repoPath: String, environment: [String: String] = [:], dataRoot: String? = nil) throws {
    location = RepositoryLocation(repoPath: repoPath, environment: environment, dataRoot: dataRoot)
    _ = try location.existing()
  }

  @discardableResult
  public func registerFeatureView(
    _ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode
  ) async throws -> String {
    try await registerFeatureView(config, frame, mode: mode) { _ in }
  }

  /// The same, with a look at what changes before it does.
  ///
  /// ```swift
  /// try await store.registerFeatureView(config, frame, mode: .overwrite) { plan in
  ///   guard plan.losses.isEmpty else { throw Refused(plan.losses) }
  /// }
  /// ```
  ///
  /// - Parameter review: Gets the plan while the view is locked and nothing is written; nothing is if it throws.
  /// - Returns: The full name of the view: its project and its name.
  @discardableResult
  public func registerFeatureView(
    _ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode,
    review: @Sendable (RegistrationPlan) throws -> Void
  ) async throws -> String {
    let imagined = try location.existingOrImagined()
    _ = try ViewRegistration(repository: imagined, name: config.name, said: config, frame: frame, mode: mode).plan()
    let repository = try location.existingOrNew()
    try ViewRegistration(repository: repository, name: config.name, said: config, frame: frame, mode: mode)
      .run(review: review)
    return "\(repository.config.project).\(config.name)"
  }

  public func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame {
    let repository = try location.required()
    let requests = try repository.requests(
      featureRefs, full: options.fullFeatureNames, for: .historical, skipsUnreadable: options.skipsUnreadable)
    return try HistoricalRetrieval(entityDF, options, in: repository.config).run(requests)
  }

  @discardableResult
  public func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    let start = try startDate.timestamp()
    let end = try endDate.timestamp()
    guard start <= end else {
      throw FeatureStoreError(.invalidArgument, "The start \(start) is after the end \(end). Swap them.")
    }
    let repository = try location.required()
    var run = MaterializationRun()
    for (name, view) in try repository.viewsToMaterialize(featureViews) {
      try run.add(name) { try Materialization(repository: repository, view: view.get()).run(start, end) }
    }
    return try run.result()
  }

  @discardableResult
  public func materializeIncremental(
    featureViews: [String], endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    let end = try endDate.timestamp()
    let repository = try location.required()
    var run = MaterializationRun()
    for (name, view) in try repository.viewsToMaterialize(featureViews) {
      try run.add(name) { try Materialization(repository: repository, view: view.get()).runIncremental(until: end) }
    }
    return try run.result()
  }

  public func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures {
    try onlineFeatures(entityKeys: entityKeys, featureRefs: featureRefs, options: options)
  }

  /// The online values without a task switch: for callers that are not asynchronous and count microseconds.
  ///
  /// Otherwise the same as ``getOnlineFeatures(entityKeys:featureRefs:options:)``.
  public func onlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions = OnlineOptions()
  ) throws -> OnlineFeatures {
    let repository = try location.required()
    let requests = try repository.requests(
      featureRefs, full: options.fullFeatureNames, for: .online, skipsUnreadable: options.skipsUnreadable)
    return try OnlineRetrieval(repository: repository, keys: entityKeys, options: options).run(requests)
  }

  public func listFeatureViews() async throws -> [FeatureViewSummary] { try featureViews() }

  /// The views without a task switch, for callers that are not asynchronous.
  package func featureViews() throws -> [FeatureViewSummary] { try location.existing()?.summaries() ?? [] }

  /// Removes a view that no feature service names.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that lists the services which name
  ///   it; see ``deleteFeatureView(_:fromServices:)``.
  public func deleteFeatureView(_ name: String) async throws {
    try location.required().remove(name)
  }

  /// Removes a view, and takes it out of the feature services that name it.
  ///
  /// - Returns: The services that were changed, and those that had no other view and are gone.
  @discardableResult
  public func deleteFeatureView(_ name: String, fromServices: Bool) async throws -> ServiceRemovals {
    try location.required().remove(name, fromServices: fromServices)
  }
}
