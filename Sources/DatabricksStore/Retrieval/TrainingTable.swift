internal import DataFrames
internal import FeatureStoreCore

/// Writes the rows of a historical request to a table on the warehouse.
struct TrainingTable {
  let retrieval: HistoricalRetrieval
  let target: TableName

  func write(_ requests: [FeatureRequest]) async throws {
    try retrieval.refuseCollisions(requests)
    let spine = try SpineRows(retrieval.entities, requests.map(\.table))
    let query = try retrieval.query(requests, spine)
    let entities = try rows(spine)
    let staging = retrieval.workspace.staging
    try await staging.withFolder { (folder: String) in
      try await staging.upload(entities, to: folder)
      let statement = statement(query, requests, spine: RowSource.folder(folder).sql)
      try await retrieval.workspace.statements.runRetryingConflicts(statement)
    }
  }

  /// The entity frame beside what the join needs of it; its own columns are numbered, so that no name is met twice.
  private func rows(_ spine: SpineRows) throws -> DataFrame {
    let frame = retrieval.entities.frame
    let own = try zip(frame.columnNames, frame.columns).enumerated().map {
      (number: Int, pair: (name: String, column: Column)) -> (name: String, column: Column) in
      ("e\(number)", try pair.column.inMicroseconds(pair.name))
    }
    let join = zip(spine.frame.columnNames, spine.frame.columns).map { (name: $0, column: $1) }
    return try DataFrame(columns: join + own)
  }

  private func statement(_ query: PointInTimeQuery, _ requests: [FeatureRequest], spine: String) -> SQLStatement {
    let (with, last) = query.expressions(spine: spine)
    let own = retrieval.entities.frame.columnNames.enumerated().map {
      "e.e\($0.offset) AS \(SQLText.identifier($0.element))"
    }
    let names = requests.flatMap { (request: FeatureRequest) in
      request.features.map { request.columnName($0.name, full: retrieval.options.fullFeatureNames) }
    }
    let found = names.enumerated().map { "f.v\($0.offset) AS \(SQLText.identifier($0.element))" }
    return SQLStatement(
      "CREATE OR REPLACE TABLE \(target.sql) USING DELTA AS\n\(with)\n"
        + "SELECT \((own + found).joined(separator: ", ")) FROM \(spine) AS e JOIN \(last) AS f ON e.r = f.r")
  }
}

extension Column {
  /// The column with its times in microseconds.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the column when that loses something.
  fileprivate func inMicroseconds(_ name: String) throws -> Column {
    guard case .timestamp(_, let utc) = type else { return self }
    guard let exact = try? cast(to: .timestamp(.microseconds, utc: utc)) else {
      throw FeatureStoreError(
        .typeMismatch,
        "Column '\(name)' has times finer than a microsecond, which Delta does not keep. Round them first.",
        context: .init(column: name))
    }
    return exact
  }
}

extension Workspace {
  /// Refuses to write over a table that keeps features.
  func refuseFeatureTable(_ name: TableName) async throws {
    guard let info = try await catalog.table(name), let table = FeatureTable(info) else { return }
    throw FeatureStoreError(
      .conflict, "\(name.full) is the table of feature view '\(table.view)'. Give another name for the training rows.",
      context: .init(view: table.view))
  }
}
