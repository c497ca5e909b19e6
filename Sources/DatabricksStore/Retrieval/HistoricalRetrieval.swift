internal import DataFrames
internal import FeatureStoreCore

/// Joins an entity frame with feature tables on the warehouse, in one statement.
struct HistoricalRetrieval {
  /// Results of up to this many values come back as text; larger ones as Parquet files through the volume.
  private static let valuesAsText = 100_000

  let workspace: Workspace
  let entities: EntityFrame
  let options: HistoricalOptions

  /// Returns the entity frame with the features added, views and features in the order given.
  func run(_ requests: [FeatureRequest]) async throws -> DataFrame {
    try refuseCollisions(requests)
    let spine = try SpineRows(entities, requests.map(\.table))
    let query = try query(requests, spine)
    let features = requests.flatMap(\.features)
    let found = try await withSource(of: spine) { (source: RowSource) in
      try await fetch(query, source, features.map(\.type))
    }
    let places = try places(found)
    var result = entities.frame
    var number = 0
    for request in requests {
      for feature in request.features {
        let column = try found.column("v\(number)").taking(places)
        result = try result.adding(request.columnName(feature.name, full: options.fullFeatureNames), column)
        number += 1
      }
    }
    return result
  }

  func refuseCollisions(_ requests: [FeatureRequest]) throws {
    for request in requests {
      for feature in request.features {
        let name = request.columnName(feature.name, full: options.fullFeatureNames)
        try entities.refuseCollision(with: name, view: request.table.view)
      }
    }
  }

  func query(_ requests: [FeatureRequest], _ spine: SpineRows) throws -> PointInTimeQuery {
    let views = try requests.map { (request: FeatureRequest) -> PointInTimeQuery.View in
      let table = request.table
      let keys = try table.keys.compactMap { (key: FeatureTable.Field) in
        let type = try table.keyType(key)
        return spine.number(of: key, type: type).map {
          (column: PointInTimeQuery.View.Column(name: key.name, sqlType: type.sqlType), spineKey: $0)
        }
      }
      func plain(_ field: FeatureTable.Field) -> PointInTimeQuery.View.Column {
        .init(name: field.name, sqlType: field.sqlType)
      }
      return PointInTimeQuery.View(
        table: table.name, keys: keys, time: plain(table.time), created: table.created.map(plain),
        features: request.features.compactMap { table.column($0.name).map(plain) }, ttl: table.ttl)
    }
    return PointInTimeQuery(
      views: views, spineKeyTypes: spine.keyTypes, times: spine.times,
      filtersByCreated: options.filterByCreatedTimestamp)
  }

  /// Gives `body` the entity rows as something to select from; staged files are gone afterwards.
  func withSource<Result: Sendable>(
    of spine: SpineRows, _ body: @Sendable (RowSource) async throws -> Result
  ) async throws -> Result {
    if RowSource.isShort(spine.frame) {
      return try await body(.values(spine.frame, types: spine.sqlTypes))
    }
    return try await workspace.staging.withFolder { (folder: String) in
      try await workspace.staging.upload(spine.frame, to: folder)
      return try await body(.folder(folder))
    }
  }

  /// `r` and `v0`, `v1`, … of all entity rows, in any order.
  private func fetch(_ query: PointInTimeQuery, _ source: RowSource, _ types: [ColumnType]) async throws -> DataFrame {
    let (with, last) = query.expressions(spine: source.sql)
    let columns =
      [ResultColumn(name: "r", type: .int64)]
      + types.enumerated().map { ResultColumn(name: "v\($0.offset)", type: $0.element) }
    if entities.frame.rowCount * (types.count + 1) <= Self.valuesAsText {
      let selected = columns.map { "\($0.selecting($0.name)) AS \($0.name)" }.joined(separator: ", ")
      let answer = try await workspace.statements.query(SQLStatement("\(with)\nSELECT \(selected) FROM \(last)"))
      return try await workspace.results.frame(answer, columns)
    }
    let query = ExportedQuery(workspace: workspace, with: "\(with)\n", source: last, columns: columns)
    guard let frame = try await query.frame() else {
      throw FeatureStoreError(
        .remote, "The warehouse wrote no result files to \(workspace.staging.volume.full). Run it again.")
    }
    return frame
  }

  /// For each entity row the place of its result.
  private func places(_ found: DataFrame) throws -> [Int] {
    let count = entities.frame.rowCount
    var places = [Int](repeating: -1, count: count)
    for (place, row) in try found["r", as: Int64.self].enumerated() {
      guard let row, (0..<Int64(count)).contains(row), places[Int(row)] < 0 else { throw incomplete(found.rowCount) }
      places[Int(row)] = place
    }
    guard found.rowCount == count else { throw incomplete(found.rowCount) }
    return places
  }

  private func incomplete(_ rows: Int) -> FeatureStoreError {
    FeatureStoreError(
      .remote, "The warehouse answered with \(rows) rows for \(entities.frame.rowCount) entity rows. Run it again.")
  }
}
