internal import FeatureStoreCore
internal import HTTP

/// Makes online stores and feature serving endpoints.
struct ServingPlaces {
  let workspace: Workspace

  func createOnlineStore(_ name: String, _ capacity: String) async throws {
    let path = "/api/2.0/feature-store/online-stores"
    try await unlessExisting {
      _ = try await workspace.client.call(
        .post, path, body: .object(["name": .string(name), "capacity": .string(capacity)]), repetition: .safe)
    }
    try await workspace.waiting.until("online store '\(name)'") {
      let state = try await workspace.client.call(.get, "\(path)/\(name)")["state"]?.string ?? ""
      guard state != "DELETING", !state.hasSuffix("FAILED") else {
        throw FeatureStoreError(.unavailable, "The online store '\(name)' is \(state). Look at it in the workspace.")
      }
      return state == "AVAILABLE" ? nil : state
    }
  }

  func createEndpoint(_ name: String, _ requests: [FeatureRequest]) async throws {
    let spec = TableName(workspace.schema, name.map { $0 == "-" ? "_" : "\($0)" }.joined() + "_spec")
    let features = JSONValue.array(requests.map { lookup($0, all: requests) })
    try await unlessExisting {
      _ = try await workspace.client.call(
        .post, "/api/2.0/feature-engineering/feature-specs",
        body: .object(["name": .string(spec.full), "features": features]), repetition: .safe)
    }
    let entity: JSONValue = .object([
      "entity_name": .string(spec.full), "workload_size": "Small", "scale_to_zero_enabled": .bool(true),
    ])
    try await unlessExisting {
      _ = try await workspace.client.call(
        .post, "/api/2.0/serving-endpoints",
        body: .object([
          "name": .string(name), "config": .object(["served_entities": .array([entity])]),
          "is_feature_serving": .bool(true),
        ]), repetition: .safe)
    }
    try await workspace.waiting.until("serving endpoint '\(name)'") {
      let state = try await workspace.client.call(.get, "/api/2.0/serving-endpoints/\(name)")["state"]
      guard state?["config_update"]?.string != "UPDATE_FAILED" else {
        throw FeatureStoreError(
          .unavailable,
          "The serving endpoint '\(name)' could not be made: UPDATE_FAILED. Look at its events in the workspace.")
      }
      return state?["ready"]?.string == "READY" ? nil : state?["ready"]?.string ?? ""
    }
    try await requireServed(name, requests)
  }

  /// Refuses an endpoint that was there before and serves other features.
  private func requireServed(_ endpoint: String, _ requests: [FeatureRequest]) async throws {
    let spec = try await workspace.online.specs.spec(of: endpoint, workspace.client)
    for request in requests {
      for feature in request.features where spec.output(feature.name, of: request.table.name) == nil {
        throw FeatureStoreError(
          .conflict,
          "There is an endpoint '\(endpoint)' already, and it does not serve '\(feature.name)' of view "
            + "'\(request.table.view)'. Choose another name, or delete the endpoint and its feature spec in the workspace.",
          context: .init(view: request.table.view, column: feature.name))
      }
    }
  }

  /// The features of one view; a name that another view has as well is served under its full name.
  private func lookup(_ request: FeatureRequest, all: [FeatureRequest]) -> JSONValue {
    let others = Set(all.filter { $0.table.name != request.table.name }.flatMap { $0.features.map(\.name) })
    let renamed = request.features.map(\.name).filter(others.contains).map { (name: String) -> JSONValue in
      .object(["feature": .string(name), "output": .string(request.columnName(name, full: true))])
    }
    func texts(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
    var members = [
      JSONMember("table", .string(request.table.name.full)),
      JSONMember("lookup_keys", texts(request.table.keys.map(\.name))),
      JSONMember("feature_names", texts(request.features.map(\.name))),
    ]
    if !renamed.isEmpty { members.append(JSONMember("rename_outputs", .array(renamed))) }
    return .object(["feature_lookup": .object(members)])
  }

  private func unlessExisting(_ create: () async throws -> Void) async throws {
    do {
      try await create()
    } catch let error as APIError where error.isExisting {
      return
    }
  }
}
