internal import DataFrames
internal import FeatureStoreCore
internal import Logging

/// A window of event times, both ends included.
struct MaterializationWindow: Sendable {
  let start: Timestamp
  let end: Timestamp

  init(_ startDate: FeatureDate, _ endDate: FeatureDate) throws {
    start = try startDate.timestamp()
    end = try endDate.timestamp()
    guard start <= end else {
      throw FeatureStoreError(.invalidArgument, "The start \(start) is after the end \(end). Swap them.")
    }
  }

  /// In whole microseconds inside the window; nil when there is none.
  var micros: ClosedRange<Int64>? {
    let first = start.roundedUp(in: .microseconds)
    let last = end.count(in: .microseconds)
    return first <= last ? first...last : nil
  }
}

/// Makes the newest rows of a view in a window readable online.
struct Materialization {
  let workspace: Workspace
  let table: FeatureTable

  func run(_ window: MaterializationWindow) async throws -> MaterializedView {
    guard let micros = window.micros else { return .nothing(table.view, until: window.end) }
    let entities = try await count(micros)
    if workspace.online.store != nil {
      try await OnlinePublication(workspace: workspace, table: table).run()
    } else {
      workspace.logger.notice(
        """
        no online store is configured, so online reads of '\(table.view)' go through the SQL warehouse: some hundred \
        milliseconds each rather than a few. Set DATABRICKS_ONLINE_STORE to the name of one to publish the table
        """)
    }
    let now = PythonTime.current()
    let recorded = min(micros.upperBound, now.count(in: .microseconds))
    if micros.lowerBound <= recorded { try await note(micros.lowerBound...recorded) }
    return MaterializedView(
      view: table.view, start: window.start, end: min(window.end, max(window.start, now)), entities: entities,
      rowsWithoutKey: 0, notes: window.end > now ? [MaterializedView.futureEndNote(window.end, now: now)] : [])
  }

  /// The number of entities with a row in the window.
  private func count(_ micros: ClosedRange<Int64>) async throws -> Int {
    let time = "CAST(\(SQLText.identifier(table.time.name)) AS TIMESTAMP)"
    let keys = SQLText.list(table.keys.map(\.name))
    return try await workspace.results.count(
      try await workspace.statements.smallQuery(
        SQLStatement(
          "SELECT COUNT(*) AS `n` FROM (SELECT DISTINCT \(keys) FROM \(table.name.sql) WHERE "
            + "\(time) >= timestamp_micros(:start) AND \(time) <= timestamp_micros(:end)) AS d",
          parameters: [.bigint("start", micros.lowerBound), .bigint("end", micros.upperBound)])))
  }

  /// Writes the window into the table's properties.
  private func note(_ micros: ClosedRange<Int64>) async throws {
    let change = table.materialized.adding(micros)
    let alter = "ALTER TABLE \(table.name.sql)"
    try await workspace.statements.runRetryingConflicts(
      SQLStatement("\(alter) SET TBLPROPERTIES (\(SQLText.pairs(change.set)))"))
    if change.unset.isEmpty { return }
    let names = change.unset.map(SQLText.literal).joined(separator: ", ")
    try await workspace.statements.runRetryingConflicts(
      SQLStatement("\(alter) UNSET TBLPROPERTIES IF EXISTS (\(names))"))
  }
}

extension Workspace {
  /// The tables of the named views; of all views when none is named.
  func tables(_ views: [String]) async throws -> [FeatureTable] {
    if views.isEmpty { return try await featureTables() }
    return try await concurrently(views) { try await featureTable($0) }
  }
}
