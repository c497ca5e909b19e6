internal import DataFrames
internal import FeatureStoreCore

/// Answers an online request: from the serving endpoint where that can, from the warehouse otherwise.
struct OnlineRetrieval {
  /// So many keys go into one statement.
  private static let keysPerStatement = 1_000

  let workspace: Workspace
  let keys: EntityKeys
  let count: Int
  let options: OnlineOptions

  /// Returns the entity keys as the views declare them, then the features, views and features in the order given.
  func run(_ requests: [FeatureRequest]) async throws -> OnlineFeatures {
    let found = try await rows(requests)
    let now = options.asOf ?? PythonTime.current()
    let features = zip(requests, found).flatMap { (request: FeatureRequest, rows: OnlineRows) in
      let ttl = options.enforceTTL ? request.table.ttl : nil
      let limit = ttl.map { now.earlier(by: $0) }
      return request.features.indices.map { (index: Int) -> OnlineFeatures.Feature in
        let name = request.columnName(request.features[index].name, full: options.fullFeatureNames)
        return rows.feature(index, named: name, withholdingBefore: limit)
      }
    }
    return OnlineFeatures(columns: try keyColumns(requests.map(\.table)) + features)
  }

  private func rows(_ requests: [FeatureRequest]) async throws -> [OnlineRows] {
    if let endpoint = workspace.online.endpoint, !options.enforceTTL {
      return try await ServingLookup(workspace: workspace, endpoint: endpoint, keys: keys, count: count).rows(requests)
    }
    return try await concurrently(requests) { try await fromWarehouse($0) }
  }

  /// The newest rows by SQL.
  func fromWarehouse(_ request: FeatureRequest) async throws -> OnlineRows {
    let all = try OnlineKeys(keys, of: request.table)
    guard count > Self.keysPerStatement else { return try await fromWarehouse(request, all) }
    let parts = stride(from: 0, to: count, by: Self.keysPerStatement).map {
      all.sliced($0..<min(count, $0 + Self.keysPerStatement))
    }
    let found = try await parts.asyncMap { try await fromWarehouse(request, $0) }
    return try OnlineRows(joining: found)
  }

  private func fromWarehouse(_ request: FeatureRequest, _ keys: OnlineKeys) async throws -> OnlineRows {
    let query = NewestRowQuery(table: request.table, features: request.features, keys: keys)
    let answer = try await workspace.statements.query(try query.statement())
    let frame = try await workspace.results.frame(answer, query.columns)
    var places = [Int](repeating: -1, count: keys.count)
    for (place, row) in try frame["i", as: Int64.self].enumerated() {
      guard let row, places.indices.contains(Int(row)) else { continue }
      places[Int(row)] = place
    }
    let found = try frame["found", as: Int64.self]
    let times = try frame["ts", as: Timestamp.self]
    return OnlineRows(
      isFound: places.map { $0 >= 0 && found[$0] == 1 },
      values: try request.features.indices.map { try frame.column("f\($0)").taking(places) },
      times: places.map { (place: Int) -> Timestamp? in
        place < 0 ? nil : times[place].map { Timestamp(seconds: $0.seconds) }
      })
  }

  /// The keys that the views have, in the order of the request, in their declared types.
  private func keyColumns(_ tables: [FeatureTable]) throws -> [OnlineFeatures.Feature] {
    try keys.columns.compactMap { (name: String, values: [FeatureValue]) -> OnlineFeatures.Feature? in
      let declared = tables.compactMap { table in table.keys.first { $0.name == name }.map { (table, $0) } }
      guard let (table, key) = declared.last else { return nil }
      return OnlineFeatures.Feature(
        name: name, values: try values.map { try OnlineKeys.convert($0, key, table) },
        statuses: [OnlineFeatures.Status](repeating: .present, count: count),
        eventTimestamps: [Timestamp?](repeating: nil, count: count))
    }
  }
}

extension OnlineKeys {
  fileprivate init(columns: [Column]) { self.columns = columns }

  var count: Int { columns.first?.count ?? 0 }

  fileprivate func sliced(_ rows: Range<Int>) -> OnlineKeys {
    OnlineKeys(columns: columns.map { $0.taking(Array(rows)) })
  }
}

extension OnlineRows {
  fileprivate init(joining parts: [OnlineRows]) throws {
    let width = parts.first?.values.count ?? 0
    self.init(
      isFound: parts.flatMap(\.isFound),
      values: try (0..<width).map { (index: Int) in try Column.concatenating(parts.map { $0.values[index] }) },
      times: parts.flatMap(\.times))
  }
}
