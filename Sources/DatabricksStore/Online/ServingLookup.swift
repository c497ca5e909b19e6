internal import DataFrames
internal import FeatureStoreCore
internal import HTTP

/// Online reads from a feature serving endpoint.
///
/// The endpoint gives nulls for an entity it does not know, and for one whose values are null. Where all features of a view
/// come back null, the warehouse is asked which of the two it is, for those entities alone.
struct ServingLookup {
  let workspace: Workspace
  let endpoint: String
  let keys: EntityKeys
  let count: Int

  func rows(_ requests: [FeatureRequest]) async throws -> [OnlineRows] {
    let spec = try await workspace.online.specs.spec(of: endpoint, workspace.client)
    let names = try requests.map { (request: FeatureRequest) in
      try request.features.map { (feature: (name: String, type: ColumnType)) -> String in
        guard let name = spec.output(feature.name, of: request.table.name) else {
          throw unserved(feature.name, request.table)
        }
        return name
      }
    }
    let outputs = try await outputs(requests.map(\.table))
    return try await zip(requests, names).asyncMap { try await rows($0, $1, outputs) }
  }

  private func rows(_ request: FeatureRequest, _ names: [String], _ outputs: [JSONValue]) async throws -> OnlineRows {
    let values = try zip(request.features, names).map {
      (feature: (name: String, type: ColumnType), name: String) -> Column in
      let cells = try outputs.map { (output: JSONValue) -> JSONValue in
        guard let cell = output[name] else { throw unserved(feature.name, request.table) }
        return cell
      }
      return try ServedValues(name: feature.name, type: feature.type).column(cells)
    }
    var isFound = (0..<count).map { (row: Int) in values.contains { !$0.isNull(row) } }
    let unclear = isFound.indices.filter { !isFound[$0] }
    if !unclear.isEmpty {
      for (place, known) in zip(unclear, try await isKnown(unclear, request)) { isFound[place] = known }
    }
    return OnlineRows(isFound: isFound, values: values, times: [Timestamp?](repeating: nil, count: count))
  }

  /// Whether the warehouse has a row of these entities.
  private func isKnown(_ places: [Int], _ request: FeatureRequest) async throws -> [Bool] {
    let some = EntityKeys(keys.columns.map { (name: $0.name, values: places.map($0.values.indexed)) })
    let retrieval = OnlineRetrieval(workspace: workspace, keys: some, count: places.count, options: OnlineOptions())
    return try await retrieval.fromWarehouse(request).isFound
  }

  /// One object for each entity, in order.
  private func outputs(_ tables: [FeatureTable]) async throws -> [JSONValue] {
    let columns = try keyColumns(tables)
    let records = (0..<count).map { (row: Int) -> JSONValue in
      .object(columns.map { JSONMember($0.name, ServedValues.json($0.values[row])) })
    }
    let answer = try await workspace.client.call(
      .post, "/serving-endpoints/\(endpoint)/invocations", body: .object(["dataframe_records": .array(records)]),
      repetition: .safe, waiting: .seconds(120))
    guard let outputs = answer["outputs"]?.array, outputs.count == count else {
      throw FeatureStoreError(
        .remote,
        "Endpoint '\(endpoint)' did not answer with one object for each of the \(count) entities. Is it a feature serving "
          + "endpoint? Set DATABRICKS_SERVING_ENDPOINT to one, or remove it to read from the warehouse.")
    }
    return outputs
  }

  /// The key columns that the tables have, each once.
  private func keyColumns(_ tables: [FeatureTable]) throws -> [(name: String, values: [FeatureValue])] {
    var columns: [(name: String, values: [FeatureValue])] = []
    for table in tables {
      for (key, column) in zip(table.keys, try OnlineKeys(keys, of: table).columns)
      where !columns.contains(where: { $0.name == key.name }) {
        columns.append((key.name, (0..<count).map { FeatureValue(column, row: $0) }))
      }
    }
    return columns
  }

  private func unserved(_ feature: String, _ table: FeatureTable) -> FeatureStoreError {
    FeatureStoreError(
      .featureNotFound,
      "Endpoint '\(endpoint)' does not serve feature '\(feature)' of view '\(table.view)'. Create it anew with "
        + "`createServingEndpoint` and all features, or remove DATABRICKS_SERVING_ENDPOINT to read from the warehouse.",
      context: .init(view: table.view, column: feature))
  }
}

extension Array {
  fileprivate func indexed(_ index: Int) -> Element { self[index] }
}
