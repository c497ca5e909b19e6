public import DataFrames
public import FeatureStoreCore

/// Feature views as Delta tables in Unity Catalog: joined on a SQL warehouse, served from an online store.
///
/// Speaks to the workspace's public REST API over HTTPS and to nothing else. Safe to share between tasks; connections, the
/// token and the choice of the warehouse are shared by all calls.
///
/// ```swift
/// let store = try DatabricksFeatureStoreAdapter()             // credentials from the environment or a profile
/// try await store.registerFeatureView(config, gold)           // main.feature_store.customer_features
/// ```
public final class DatabricksFeatureStoreAdapter: FeatureStoreAdapter {
  let workspace: Workspace

  package init(workspace: Workspace) { self.workspace = workspace }

  /// Makes or extends the table `catalog.schema.name`, whose primary key are the entity keys and the event time.
  ///
  /// A few rows travel in the statement itself; more go through the staging volume, which is made when it is
  /// missing. Features that the table does not have yet are added to it. In mode merge what the configuration does not say
  /// stays as the table has it: ttl, tags, created column, features, comment, owner.
  ///
  /// - Returns: `catalog.schema.name`.
  @discardableResult
  public func registerFeatureView(
    _ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode
  ) async throws -> String {
    try config.validate()
    return try await failing("registering view '\(config.name)'", view: config.name).run {
      try await TableRegistration(workspace: workspace, config, frame, mode: mode).run()
    }
  }

  public func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame {
    let entities = try EntityFrame(entityDF, options)
    return try await failing("joining \(listed(featureRefs.prefix(5)))").run {
      let requests = try await FeatureRequest.resolve(featureRefs, full: options.fullFeatureNames, in: workspace)
      return try await HistoricalRetrieval(workspace: workspace, entities: entities, options: options).run(requests)
    }
  }

  /// Publishes the views' tables to the online store that is configured, and waits until they can be read there.
  ///
  /// Without an online store nothing is copied: the windows are noted in the tables' properties, and online reads find the
  /// newest rows in them by SQL, which takes some hundred milliseconds rather than a few.
  @discardableResult
  public func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    let window = try MaterializationWindow(startDate, endDate)
    return try await failing("materializing \(featureViews.isEmpty ? "all views" : listed(featureViews))").run {
      var run = MaterializationRun()
      for table in try await workspace.tables(featureViews) {
        try await run.add(table.view) { try await materialize(table, window) }
      }
      return try run.result()
    }
  }

  @discardableResult
  public func materializeIncremental(
    featureViews: [String], endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    let end = try endDate.timestamp()
    return try await failing("materializing \(featureViews.isEmpty ? "all views" : listed(featureViews))").run {
      var run = MaterializationRun()
      for table in try await workspace.tables(featureViews) {
        try await run.add(table.view) {
          let now = PythonTime.current()
          let start = MaterializedView.incrementalStart(
            after: table.materialized.end.map { min($0, now) }, ttl: table.ttl, end: end, now: now)
          guard start <= end else { return .nothing(table.view, until: end, from: start) }
          return try await materialize(table, try MaterializationWindow(FeatureDate(start), FeatureDate(end)))
        }
      }
      return try run.result()
    }
  }

  private func materialize(_ table: FeatureTable, _ window: MaterializationWindow) async throws -> MaterializedView {
    try await failing("materializing '\(table.view)'", view: table.view).run {
      try await Materialization(workspace: workspace, table: table).run(window)
    }
  }

  /// Asks the feature serving endpoint that is configured; without one, or for event times and ttl, the warehouse.
  public func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures {
    let count = try entityKeys.checkedCount()
    return try await failing("reading \(listed(featureRefs.prefix(5))) online").run {
      let requests = try await FeatureRequest.resolve(featureRefs, full: options.fullFeatureNames, in: workspace)
      for request in requests {
        for feature in request.features {
          let (full, view) = (options.fullFeatureNames, request.table.view)
          try entityKeys.refuseCollision(with: request.columnName(feature.name, full: full), view: view, full: full)
        }
      }
      return try await OnlineRetrieval(workspace: workspace, keys: entityKeys, count: count, options: options).run(
        requests)
    }
  }

  public func listFeatureViews() async throws -> [FeatureViewSummary] {
    try await failing("listing the views of \(workspace.schema.full)").run {
      try await concurrently(try await workspace.featureTables()) { [workspace] (table: FeatureTable) in
        table.summary(tags: try await workspace.tags(of: table.name))
      }
    }
  }

  /// Drops the view's table. Databricks can bring it back with UNDROP for some days.
  public func deleteFeatureView(_ name: String) async throws {
    try await failing("deleting view '\(name)'", view: name).run {
      let table = try await workspace.featureTable(name)
      if workspace.online.store != nil { try await OnlinePublication(workspace: workspace, table: table).remove() }
      try await workspace.statements.run(SQLStatement("DROP TABLE IF EXISTS \(table.name.sql)"))
    }
  }

  func failing(_ doing: String, view: String? = nil) -> FailureTranslation {
    FailureTranslation(doing: doing, view: view, host: workspace.client.host)
  }
}

extension Sequence {
  /// The results of an operation for each element, one after the other.
  func asyncMap<Output>(_ operation: (Element) async throws -> Output) async throws -> [Output] {
    var results: [Output] = []
    for element in self { results.append(try await operation(element)) }
    return results
  }
}
