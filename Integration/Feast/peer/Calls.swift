import FeatureStore

/// The verbs of the peer, each the store's own:
///
/// | call | members |
/// |---|---|
/// | `query` | `query`, as `make_feast_golden.py` writes them |
/// | `register` | `view`, `keys`, `frame`; may have `features`, `ttl_days`, `timestamp`, `created`, `mode`, `tags` |
/// | `register_many` | as `register`, and `count`: views called `view` with a number |
/// | `service` | `service`, `features`: a list of `view`, `features`, `alias`, `join_key_map`; and if wanted `tags` |
/// | `materialize`, `incremental` | `views`, `start`, `end` |
/// | `write`, `push` | `view` and `frame`; `source`, `frame` and `to` |
/// | `views`, `services`, `delete`, `delete_service`, `diagnose` | none; `view`; `service` |
struct Calls {
  let store: FeastAdapter

  func run(_ request: JSON) async throws -> JSON {
    if let answer = try await tableCall(request) { return answer }
    switch try request.string("call") {
    case "query": return try await Queries(store: store).answer(try request.required("query"))
    case "register": return try await register(request, try request.string("view"))
    case "register_many":
      let name = try request.string("view")
      for number in 0..<(try request.required("count").asInteger) {
        _ = try await register(request, "\(name)\(number)")
      }
      return try await views()
    case "service": return try await registerService(request)
    case "materialize", "incremental": return try await materialize(request)
    case "write":
      let frame = try DataFrame(json: try request.required("frame"))
      return .integer(Int64(try await store.writeToOnlineStore(featureView: try request.string("view"), frame)))
    case "push": return try await push(request)
    default: return try await other(request)
    }
  }

  private func other(_ request: JSON) async throws -> JSON {
    switch try request.string("call") {
    case "views": return try await views()
    case "services": return .array(try await store.listFeatureServices().map(Self.json))
    case "delete": try await store.deleteFeatureView(try request.string("view"))
    case "delete_service": try await store.deleteFeatureService(try request.string("service"))
    case "diagnose":
      let checks = await store.diagnose()
      return .object(Dictionary(uniqueKeysWithValues: checks.map { ($0.name, .string($0.isFine ? "" : $0.finding)) }))
    case let call: throw BadRequest(description: "There is no call '\(call)'.")
    }
    return .null
  }

  private func views() async throws -> JSON {
    .array(
      try await store.listFeatureViews().map { (view: FeatureViewSummary) -> JSON in
        .object([
          "name": .string(view.name), "kind": .string(view.kind), "features": Self.json(view.features),
          "keys": Self.json(view.entityKeys),
          "ttl": view.ttl.map { JSON.integer($0.components.seconds) } ?? .null, "source": .string(view.source),
          "created": view.createdTimestampColumn.map(JSON.string) ?? .null,
          "timestamp": .string(view.timestampColumn), "tags": .object(view.tags.mapValues(JSON.string)),
          "until": view.materializedUntil.map { JSON(.timestamp($0)) } ?? .null,
        ])
      })
  }

  static func json(_ fields: [FeatureViewSummary.Field]) -> JSON {
    .array(fields.map { .array([.string($0.name), .string($0.type)]) })
  }

  private static func json(_ service: FeatureServiceConfig) -> JSON {
    let features = service.features.map { (projection: FeatureProjection) -> JSON in
      .object([
        "view": .string(projection.view), "features": .array(projection.features.map(JSON.string)),
        "alias": projection.alias.map(JSON.string) ?? .null,
        "join_key_map": .object(projection.joinKeyMap.mapValues(JSON.string)),
      ])
    }
    return .object([
      "name": .string(service.name), "features": .array(features), "description": .string(service.description),
      "owner": .string(service.owner), "tags": .object(service.tags.mapValues(JSON.string)),
    ])
  }

  func config(_ request: JSON, _ name: String) throws -> FeatureViewConfig {
    var config = FeatureViewConfig(name: name, entityKeys: try request.strings("keys"))
    config.features = try request.strings("features")
    config.ttlDays = try request["ttl_days"].map { Int(try $0.asInteger) }
    config.timestampColumn = try request["timestamp"]?.asString
    config.createdTimestampColumn = try request["created"]?.asString
    config.tags = try request["tags"]?.asTexts ?? [:]
    return config
  }

  func mode(_ request: JSON) throws -> WriteMode {
    try request["mode"].flatMap { WriteMode(rawValue: try $0.asString) } ?? .merge
  }

  private func register(_ request: JSON, _ name: String) async throws -> JSON {
    let frame = try DataFrame(json: try request.required("frame"))
    return .string(
      try await store.registerFeatureView(try config(request, name), frame, mode: try mode(request)))
  }

  private func registerService(_ request: JSON) async throws -> JSON {
    let features = try request.required("features").asArray.map { (json: JSON) -> FeatureProjection in
      FeatureProjection(
        view: try json.string("view"), features: try json.strings("features"), alias: try json["alias"]?.asString,
        joinKeyMap: try json["join_key_map"]?.asTexts ?? [:])
    }
    try await store.registerFeatureService(
      FeatureServiceConfig(
        name: try request.string("service"), features: features, tags: try request["tags"]?.asTexts ?? [:]))
    return .null
  }

  private func materialize(_ request: JSON) async throws -> JSON {
    let views = try request.strings("views")
    let end = FeatureDate(try Timestamp(try request.string("end")))
    let done: [MaterializedView]
    if try request.string("call") == "materialize" {
      let start = FeatureDate(try Timestamp(try request.string("start")))
      done = try await store.materialize(featureViews: views, startDate: start, endDate: end)
    } else {
      done = try await store.materializeIncremental(featureViews: views, endDate: end)
    }
    return .object(Dictionary(uniqueKeysWithValues: done.map { ($0.view, .integer(Int64($0.entities))) }))
  }

  private func push(_ request: JSON) async throws -> JSON {
    guard let target = PushTarget(rawValue: try request["to"]?.asString ?? "online") else {
      throw BadRequest(description: "Rows are pushed to: \(PushTarget.allCases.map(\.rawValue)).")
    }
    try await store.push(try request.string("source"), try DataFrame(json: try request.required("frame")), to: target)
    return .null
  }
}
