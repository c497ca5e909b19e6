internal import DataFrames
internal import FeatureStoreCore
internal import HTTP

/// Which features an endpoint serves, and under which names: what its feature spec says.
struct ServedSpec: Sendable {
  private struct Feature: Hashable {
    let table: String
    let name: String
  }

  private let outputs: [Feature: String]

  /// - Parameter spec: A feature spec as the API describes it.
  init(_ spec: JSONValue) {
    let lookups = (spec["features"]?.array ?? []).compactMap { $0["feature_lookup"] }
    outputs = lookups.reduce(into: [:]) { (outputs: inout [Feature: String], lookup: JSONValue) in
      let table = lookup["table"]?.string?.lowercased() ?? ""
      let renamed = (lookup["rename_outputs"]?.array ?? []).reduce(into: [String: String]()) {
        if let feature = $1["feature"]?.string { $0[feature] = $1["output"]?.string }
      }
      for name in (lookup["feature_names"]?.array ?? []).compactMap(\.string) {
        outputs[Feature(table: table, name: name.lowercased())] = renamed[name] ?? name
      }
    }
  }

  /// What the endpoint calls a feature; nil if it does not serve it.
  func output(_ feature: String, of table: TableName) -> String? {
    outputs[Feature(table: table.full, name: feature.lowercased())]
  }
}

/// The specs of endpoints, each fetched once.
final class ServedSpecs: Sendable {
  private let known = Locked<[String: ServedSpec]>([:])

  /// - Throws: An ``APIError`` if the endpoint or its spec cannot be seen; a ``FeatureStoreError`` if it is none of features.
  func spec(of endpoint: String, _ client: WorkspaceClient) async throws -> ServedSpec {
    if let spec = known.withLock({ $0[endpoint] }) { return spec }
    let answer = try await client.call(.get, "/api/2.0/serving-endpoints/\(endpoint)")
    guard let name = answer["config"]?["served_entities"]?.array?.first?["entity_name"]?.string else {
      throw FeatureStoreError(
        .configuration,
        "Endpoint '\(endpoint)' serves no feature spec. Set DATABRICKS_SERVING_ENDPOINT to a feature serving endpoint, or "
          + "remove it to read from the warehouse.")
    }
    let spec = ServedSpec(try await client.call(.get, "/api/2.0/feature-engineering/feature-specs/\(name)"))
    known.withLock { $0[endpoint] = spec }
    return spec
  }
}
