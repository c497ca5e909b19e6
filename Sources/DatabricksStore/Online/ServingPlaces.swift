internal import FeatureStoreCore
internal import HTTP
internal import Logging

/// Makes online stores and feature serving endpoints.
struct ServingPlaces {
  private static let longestWait: Duration = .seconds(60 * 60)

  let workspace: Workspace

  func createOnlineStore(_ name: String, _ capacity: String) async throws {
    let path = "/api/2.0/feature-store/online-stores"
    try await unlessExisting {
      _ = try await workspace.client.call(
        .post, path, body: .object(["name": .string(name), "capacity": .string(capacity)]), repetition: .safe)
    }
    try await waiting("online store '\(name)'") {
      let state = try await workspace.client.call(.get, "\(path)/\(name)")["state"]?.string ?? ""
      return (state == "AVAILABLE", state)
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
    try await waiting("serving endpoint '\(name)'") {
      let state = try await workspace.client.call(.get, "/api/2.0/serving-endpoints/\(name)")["state"]
      guard state?["config_update"]?.string != "UPDATE_FAILED" else { return (false, "UPDATE_FAILED") }
      return (state?["ready"]?.string == "READY", state?["ready"]?.string ?? "")
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

  private func waiting(_ what: String, _ look: () async throws -> (isReady: Bool, state: String)) async throws {
    var waited: Duration = .zero
    var attempt = 0
    while waited < Self.longestWait {
      let (isReady, state) = try await look()
      if isReady { return }
      guard !state.hasSuffix("FAILED"), state != "DELETING" else {
        throw FeatureStoreError(.unavailable, "The \(what) is \(state). Look at it in the workspace.")
      }
      attempt += 1
      workspace.logger.info("waiting for the \(what): \(state)")
      let pause: Duration = .milliseconds(min(250 * attempt, 10_000))
      try await workspace.clock.sleep(for: pause)
      waited += pause
    }
    throw FeatureStoreError(.timedOut, "The \(what) was not ready after an hour. Look at it in the workspace.")
  }
}
