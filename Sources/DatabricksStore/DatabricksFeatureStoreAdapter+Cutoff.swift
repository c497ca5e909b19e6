internal import DataFrames
public import FeatureStoreCore

/// The cut-off date is a tag of each table. Unity Catalog has no lock over several tables: a writer that began before the
/// date moves may end after it.
extension DatabricksFeatureStoreAdapter: CutoffDateAdapter {
  public var decidesCutoffDatesAtomically: Bool { false }

  @discardableResult
  public func setCutoffDate(_ date: FeatureDate, droppingLaterRows: Bool) async throws -> [String] {
    let date = try date.timestamp()
    return try await failing("moving the cut-off date").run {
      let tables = try await workspace.tablesWithCutoff()
      let late = try await tables.asyncMap { ($0.table.view, try await workspace.rows(of: $0.table, after: date)) }
        .filter { $0.1 > 0 }
      guard late.isEmpty || droppingLaterRows else {
        throw ProjectCutoff.earlierThanRows(date, late.map { (name: $0.0, rows: $0.1) })
      }
      for (table, tags) in tables {
        if late.contains(where: { $0.0 == table.view }) { try await workspace.drop(table, after: date) }
        try await workspace.setCutoff(date, of: table, tags)
      }
      return tables.map(\.table.view).sorted()
    }
  }
}

extension Workspace {
  /// The tags that a table gets: those of its configuration, with the cut-off date that is in force.
  ///
  /// Other tables are asked only when the configuration names a date.
  func cutoffTags(
    _ config: FeatureViewConfig, _ existing: FeatureTable?, _ mode: WriteMode
  ) async throws -> [String: String] {
    guard let asked = try ProjectCutoff.asked(config) else {
      guard mode == .overwrite, let existing, FeatureTableProperties(existing.properties).tags != nil else {
        return config.tags
      }
      let kept = try ProjectCutoff.date(of: config.name, tags: try await tags(of: existing.name))
      return ProjectCutoff.tags(config.tags, with: kept)
    }
    let all = try await concurrently(try await featureTables()) { (table: FeatureTable) in
      (name: table.view, tags: try await tags(of: table.name))
    }
    return ProjectCutoff.tags(
      config.tags, with: try ProjectCutoff(all).date(of: config.name, asked: asked, mode: mode))
  }

  fileprivate func tablesWithCutoff() async throws -> [(table: FeatureTable, tags: [String: String])] {
    let all = try await concurrently(try await featureTables()) { (table: FeatureTable) in
      (table: table, tags: try await tags(of: table.name))
    }
    let names = Set(ProjectCutoff(all.map { (name: $0.table.view, tags: $0.tags) }).tableNames)
    return all.filter { names.contains($0.table.view) }
  }

  fileprivate func rows(of table: FeatureTable, after date: Timestamp) async throws -> Int {
    let (condition, parameters) = Self.later(table, date)
    return try await results.count(
      try await statements.smallQuery(
        SQLStatement("SELECT COUNT(*) AS `n` FROM \(table.name.sql) WHERE \(condition)", parameters: parameters)))
  }

  fileprivate func drop(_ table: FeatureTable, after date: Timestamp) async throws {
    let (condition, parameters) = Self.later(table, date)
    try await statements.runRetryingConflicts(
      SQLStatement("DELETE FROM \(table.name.sql) WHERE \(condition)", parameters: parameters))
  }

  private static func later(_ table: FeatureTable, _ date: Timestamp) -> (String, [SQLParameter]) {
    let micros = date.count(in: .microseconds)
    return ("\(SQLText.identifier(table.time.name)) > timestamp_micros(:cutoff)", [.bigint("cutoff", micros)])
  }

  fileprivate func setCutoff(_ date: Timestamp, of table: FeatureTable, _ tags: [String: String]) async throws {
    var config = try table.config(tags: tags)
    config.tags = ProjectCutoff.tags(config.tags, with: date)
    let schema = table.columns.compactMap { column in column.type.map { (name: column.name, type: $0) } }
    let rows = try StoredFrame(config, schema: schema)
    try await TableDescription(workspace: self, table: table.name, rows: rows).update(from: table)
  }
}
