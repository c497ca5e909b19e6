public import DataFrames
public import FeatureStoreCore

/// Feature tables as Delta tables, with time travel.
extension DatabricksFeatureStoreAdapter {
  @discardableResult
  public func createTable(
    _ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]
  ) async throws -> String {
    let rows = try StoredFrame(config, schema: schema)
    return try await failing("creating table '\(config.name)'", view: config.name).run {
      if let info = try await workspace.catalog.table(workspace.table(config.name)) {
        throw FeatureStoreError(
          .conflict, "There is a table \(info.name.full) already. Write to it with `writeTable`, or delete it first.",
          context: .init(view: config.name))
      }
      return try await TableRegistration(workspace: workspace, rows: rows, mode: .merge, existing: nil).run()
    }
  }

  public func writeTable(_ name: String, _ frame: DataFrame, mode: WriteMode) async throws {
    try await failing("writing table '\(name)'", view: name).run {
      let table = try await workspace.featureTable(name)
      let tags = try await workspace.tags(of: table.name)
      let rows = try StoredFrame(try table.config(tags: tags), frame, isDeclared: true)
      _ = try await TableRegistration(workspace: workspace, rows: rows, mode: mode, existing: table).run()
    }
  }

  public func readTable(_ name: String, version: Int64?) async throws -> DataFrame {
    try await failing("reading table '\(name)'", view: name).run {
      let table = try await workspace.featureTable(name)
      return try await TableReading(workspace: workspace, table: table).run(version: version)
    }
  }

  public func getTableMetadata(_ name: String) async throws -> TableMetadata {
    try await failing("describing table '\(name)'", view: name).run {
      let table = try await workspace.featureTable(name)
      let reading = TableReading(workspace: workspace, table: table)
      let tags = try await workspace.tags(of: table.name)
      return TableMetadata(
        view: table.summary(tags: tags), columns: table.columns.map { .init(name: $0.name, type: $0.sqlType) },
        rowCount: try await reading.rowCount(), versions: try await reading.versions())
    }
  }

  public func listTables() async throws -> [String] {
    try await failing("listing the tables of \(workspace.schema.full)").run {
      try await workspace.featureTables().map(\.view).sorted()
    }
  }

  /// Drops the table. Databricks can bring it back with UNDROP for some days.
  public func deleteTable(_ name: String) async throws { try await deleteFeatureView(name) }
}

extension FeatureTable {
  /// What the table would be registered with again.
  ///
  /// - Parameter tags: All tags of the table; those that somebody else set are left to them.
  func config(tags: [String: String]) throws -> FeatureViewConfig {
    let own = FeatureTableProperties(properties).tags ?? []
    return FeatureViewConfig(
      name: view, entityKeys: keys.map(\.name), features: features.map(\.name), ttl: ttl,
      tags: tags.filter { own.contains($0.key) }, timestampColumn: time.name, createdTimestampColumn: created?.name,
      description: description,
      owner: FeatureTableProperties(properties).owner ?? "")
  }
}
