public import DataFrames
public import FeatureStoreCore
internal import Foundation

/// A feature store in memory, for tests of programs that use one: every verb, no file and no server.
///
/// ```swift
/// let store = InMemoryAdapter()
/// try await store.registerFeatureView(config, gold)
/// ```
///
/// It answers by the written definition in the plainest code there is, looking at every row for every question: the
/// reference for other adapters, and too slow for more than some thousand rows. Misuse gets the same error codes as from
/// `FeastAdapter`, and online values have the forms in which Feast's online store keeps them.
public final class InMemoryAdapter: FeatureStoreAdapter {
  private let state = Locked(MemoryState())
  private let clock: @Sendable () -> Timestamp

  /// - Parameter clock: Says what time it is; nil means the system's clock.
  public init(clock: (@Sendable () -> Timestamp)? = nil) {
    self.clock =
      clock ?? { Timestamp(Int64(Date().timeIntervalSince1970 * 1_000_000), .microseconds) }
  }

  @discardableResult
  public func registerFeatureView(
    _ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode
  ) async throws -> String {
    try Task.checkCancellation()
    try state.withLock { try $0.register(config, frame, mode, now: clock()) }
    return "memory.\(config.name)"
  }

  public func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame {
    try Task.checkCancellation()
    let requests = try state.withLock { try $0.requests(featureRefs, full: options.fullFeatureNames) }
    return try NaiveJoin.run(
      EntityFrame(entityDF, options), requests.map { (view: $0.view.naive, features: $0.features) }, options)
  }

  @discardableResult
  public func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    try Task.checkCancellation()
    let (start, end) = (try startDate.timestamp(), try endDate.timestamp())
    guard start <= end else {
      throw FeatureStoreError(.invalidArgument, "The start \(start) is after the end \(end). Swap them.")
    }
    return try state.withLock { (state: inout MemoryState) -> [MaterializedView] in
      let names = try Self.wanted(featureViews, state)
      return try names.map { try Self.materialize($0, start, end, now: clock(), &state) }
    }
  }

  @discardableResult
  public func materializeIncremental(
    featureViews: [String], endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    try Task.checkCancellation()
    let end = try endDate.timestamp()
    return try state.withLock { (state: inout MemoryState) -> [MaterializedView] in
      try Self.wanted(featureViews, state).map { (name: String) -> MaterializedView in
        let view = try state.view(name)
        let start = MaterializedView.incrementalStart(
          after: view.materializedUntil, ttl: view.config.maxAge, end: end, now: clock())
        guard start <= end else { return .nothing(name, until: end, from: start) }
        return try Self.materialize(name, start, end, now: clock(), &state)
      }
    }
  }

  public func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures {
    try Task.checkCancellation()
    return try MemoryLookup(state: state.withLock { $0 }, keys: entityKeys, options: options, now: clock())
      .run(featureRefs)
  }

  public func listFeatureViews() async throws -> [FeatureViewSummary] {
    try Task.checkCancellation()
    return state.withLock { $0.views.map(\.summary) }.sorted { $0.name < $1.name }
  }

  public func deleteFeatureView(_ name: String) async throws { try await deleteTable(name) }

  private static func wanted(_ names: [String], _ state: MemoryState) throws -> [String] {
    for name in names { _ = try state.view(name) }
    return names.isEmpty ? state.names : names
  }

  /// Copies the newest row of each entity in the window to the view's online values.
  private static func materialize(
    _ name: String, _ start: Timestamp, _ end: Timestamp, now: Timestamp, _ state: inout MemoryState
  ) throws -> MaterializedView {
    var count = 0
    try state.change(name) { (view: inout MemoryView) in
      let frame = view.frame
      var numbers = NaiveKeyNumbers()
      let history = try view.naive.history(&numbers)
      let rows = history.newestRows(from: start, to: end)
      for row in rows {
        let key = try view.config.entityKeys.map { FeatureValue(try frame.column($0), row: row) }
        var values: [String: FeatureValue] = [:]
        for feature in view.features {
          let column = try frame.column(feature)
          values[feature] = try MemoryOnline.form(FeatureValue(column, row: row), column.type, feature: feature)
        }
        if let time = history.rows[row].time { view.online.write(key: key, time: time, values) }
      }
      let recorded = min(end, now)
      if start <= now { view.materializedUntil = max(view.materializedUntil ?? recorded, recorded) }
      count = rows.count
    }
    return MaterializedView(
      view: name, start: start, end: min(end, max(start, now)), entities: count, rowsWithoutKey: 0,
      notes: end > now ? [MaterializedView.futureEndNote(end, now: now)] : [])
  }
}

/// Tables: every write is a version.
extension InMemoryAdapter {
  @discardableResult
  public func createTable(
    _ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]
  ) async throws -> String {
    try Task.checkCancellation()
    let rows = try StoredFrame(config, schema: schema)
    try state.withLock { try $0.create(rows, now: clock()) }
    return "memory.\(config.name)"
  }

  public func writeTable(_ name: String, _ frame: DataFrame, mode: WriteMode) async throws {
    try Task.checkCancellation()
    try state.withLock { try $0.write(name, frame, mode, now: clock()) }
  }

  public func readTable(_ name: String, version: Int64?) async throws -> DataFrame {
    try Task.checkCancellation()
    return try state.withLock { try $0.view(name).rows(version) }
  }

  public func getTableMetadata(_ name: String) async throws -> TableMetadata {
    try Task.checkCancellation()
    let view = try state.withLock { try $0.view(name) }
    let rows = try view.rows(nil)
    return TableMetadata(
      view: view.summary, columns: rows.schema.map { .init(name: $0.name, type: $0.type.description) },
      rowCount: rows.rowCount, versions: view.versions.map { .init(number: $0.number, writtenAt: $0.writtenAt) })
  }

  public func listTables() async throws -> [String] { state.withLock { $0.names.sorted() } }

  public func deleteTable(_ name: String) async throws {
    try Task.checkCancellation()
    try state.withLock { try $0.delete(name) }
  }
}

/// The cut-off date is a tag of each view.
extension InMemoryAdapter: CutoffDateAdapter {
  @discardableResult
  public func setCutoffDate(_ date: FeatureDate, droppingLaterRows: Bool) async throws -> [String] {
    try Task.checkCancellation()
    let date = try date.timestamp()
    return try state.withLock { try $0.setCutoff(date, droppingLaterRows: droppingLaterRows, now: clock()) }
  }
}
