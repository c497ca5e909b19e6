internal import DataFrames
internal import FeatureStoreCore
internal import Logging

/// Writes a view's rows into its Delta table, making the table if it is new.
struct TableRegistration {
  /// Longer statements are staged as well.
  private static let longestStatement = 1 << 19

  let workspace: Workspace
  let rows: StoredFrame
  let mode: WriteMode
  /// The table as it is; nil for a new one.
  let existing: FeatureTable?

  /// Rows of a new table, or rows that were made under the definition of one that is there.
  init(workspace: Workspace, rows: StoredFrame, mode: WriteMode, existing: FeatureTable?) {
    self.workspace = workspace
    self.rows = rows
    self.mode = mode
    self.existing = existing
  }

  /// A frame's rows under a configuration; in mode merge what it does not say stays as the table has it.
  ///
  /// - Throws: A ``FeatureStoreError`` that names what is wrong with the frame.
  init(workspace: Workspace, _ said: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode) async throws {
    let info = try await workspace.catalog.table(workspace.table(said.name))
    let existing = try info.map { try $0.asFeatureTable(view: said.name) }
    var config = said
    if mode == .merge, let existing {
      let declared = try existing.config(tags: try await workspace.tags(of: existing.name))
      config = said.keeping(declared.spelled(as: frame.columnNames))
    }
    config.tags = try await workspace.cutoffTags(config, existing, mode)
    self.init(workspace: workspace, rows: try StoredFrame(config, frame), mode: mode, existing: existing)
  }

  /// - Returns: The table's full name.
  /// - Throws: A ``FeatureStoreError``, or an error of the workspace; a table that this made is gone again then.
  func run() async throws -> String {
    let name = workspace.table(rows.config.name)
    if let cutoff = try ProjectCutoff.date(of: rows.config.name, tags: rows.config.tags) {
      try ProjectCutoff.refuse(rows.frame.column(rows.timestampColumn), after: cutoff, table: rows.config.name)
    }
    let shape = try TableShape(rows, existing: existing)
    let sql = TableSQL(
      table: name, keys: shape.keys, time: shape.time, created: shape.created, features: shape.features)
    let description = TableDescription(workspace: workspace, table: name, rows: rows)
    if existing == nil { try await create(sql) }
    do {
      // Before the rows, so that a new table has all or is gone again.
      if existing == nil { try await description.update(from: nil) }
      if !shape.added.isEmpty { try await workspace.statements.run(sql.add(shape.added)) }
      if shape.frame.rowCount > 0 || mode == .overwrite { try await write(shape, sql) }
    } catch {
      if existing == nil {
        let removal = dropIfEmpty(name)
        if !(error is CancellationError) { await removal.value }
      }
      throw error
    }
    if let existing { try await description.update(from: existing) }
    return name.full
  }

  private func create(_ sql: TableSQL) async throws {
    let schema = workspace.schema
    do {
      try await workspace.catalog.schema(schema)
    } catch let error as APIError where error.isMissing {
      try await workspace.catalog.createSchema(schema)
    }
    let properties = FeatureTableProperties(rows).dictionary
    try await workspace.statements.run(sql.create(comment: rows.config.description, properties: properties))
  }

  private func write(_ shape: TableShape, _ sql: TableSQL) async throws {
    let sequence = Column.int64((0..<Int64(shape.frame.rowCount)).map { $0 })
    let frame = try shape.frame.adding(TableSQL.sequence, sequence)
    let types = zip(frame.columnNames, frame.columns).map { (name: String, column: Column) -> String in
      shape.all.first { $0.name == name }?.sqlType ?? SQLType.text(column.type) ?? "STRING"
    }
    if RowSource.isShort(frame) {
      let statement = statement(sql, .values(frame, types: types), shape)
      if statement.text.utf8.count <= Self.longestStatement {
        return try await workspace.statements.runRetryingConflicts(statement)
      }
    }
    try await workspace.staging.withFolder { (folder: String) in
      try await workspace.staging.upload(frame, to: folder)
      try await workspace.statements.runRetryingConflicts(statement(sql, .folder(folder), shape))
    }
  }

  private func statement(_ sql: TableSQL, _ source: RowSource, _ shape: TableShape) -> SQLStatement {
    switch mode {
    case .merge: sql.merge(source, all: shape.all)
    case .overwrite: sql.overwrite(source, all: shape.all)
    }
  }

  /// Removes a table that was just made and stayed without rows; in a task of its own, as the caller may be cancelled.
  private func dropIfEmpty(_ name: TableName) -> Task<Void, Never> {
    let workspace = workspace
    return Task {
      do {
        let rows = try await workspace.results.count(
          try await workspace.statements.smallQuery(SQLStatement("SELECT COUNT(*) AS `n` FROM \(name.sql)")))
        if rows == 0 { try await workspace.statements.run(SQLStatement("DROP TABLE IF EXISTS \(name.sql)")) }
      } catch {
        workspace.logger.warning("table \(name.full) was made and is empty; it could not be removed: \(error)")
      }
    }
  }
}

extension FeatureViewConfig {
  /// The configuration with its columns as a frame writes them: Unity Catalog does not tell cases apart.
  fileprivate func spelled(as columns: [String]) -> FeatureViewConfig {
    func spelled(_ name: String) -> String { columns.first { $0.lowercased() == name.lowercased() } ?? name }
    var config = self
    config.entityKeys = entityKeys.map(spelled)
    config.features = features.map(spelled)
    config.timestampColumn = timestampColumn.map(spelled)
    config.createdTimestampColumn = createdTimestampColumn.map(spelled)
    return config
  }
}

extension TableInfo {
  /// The table as a feature table.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` if it is none.
  func asFeatureTable(view: String) throws -> FeatureTable {
    guard let table = FeatureTable(self) else {
      throw FeatureStoreError(
        .conflict,
        "\(name.full) is there, but it is no feature table: it has no primary key with a TIMESERIES column. Use another view "
          + "name, or add the key in the workspace.", context: .init(view: view))
    }
    return table
  }
}

extension ResultReader {
  /// The one number of a query that counts.
  func count(_ answer: StatementAnswer) async throws -> Int {
    let frame = try await frame(answer, [ResultColumn(name: "n", type: .int64)])
    guard let count = try frame["n", as: Int64.self].first ?? nil else {
      throw FeatureStoreError(.remote, "The warehouse counted rows without giving a number. Run it again.")
    }
    return Int(count)
  }
}
