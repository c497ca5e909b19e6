internal import DataFrames
internal import FeatureStoreCore

/// What is said about views, and taking them away.
enum ListingChecks {
  typealias Check = AdapterConformance.Check

  static func all(_ options: ConformanceOptions) -> [Check] {
    [
      Check("a view is listed with its keys, features, ttl, times, tags, description and owner", listed),
      Check("a definition that is registered anew with overwrite is listed anew", changed),
      Check("a deleted view is gone, and its name can be used again", deleted),
    ]
  }

  private static func listed(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("listed"), entityKeys: ["number", "customer_id"], features: ["age", "city"], ttlDays: 7,
      tags: ["team": "growth", "tier": "1"], timestampColumn: "at", createdTimestampColumn: "created",
      description: "It's \"quoted\"; ünïcode", owner: "ada@example.org")
    let times = try Column.timestamp(iso8601: ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"])
    let rows = try Customers.rows().rename(["event_timestamp": "at"]).adding("created", times)
      .adding("number", .int64([1, 2, 3, 4]))
    try await store.register(config, rows)
    let other = try await store.registerCustomers()
    try expectEqual(Set(try await store.listedNames()), [config.name, other], "views")
    let view = try await store.adapter.featureView(config.name)
    try expectEqual(view.entityKeys.map(\.name), config.entityKeys, "entity keys")
    try expectEqual(view.features.map(\.name), config.features, "features")
    try expect((view.entityKeys + view.features).allSatisfy { !$0.type.isEmpty }, "a key or feature has no type")
    try expectEqual(view.ttl, .seconds(7 * 86_400), "ttl")
    try expectEqual(view.timestampColumn, "at", "timestamp column")
    try expectEqual(view.createdTimestampColumn, "created", "created column")
    try expectEqual(view.tags, config.tags, "tags")
    try expectEqual(view.description, config.description, "description")
    try expectEqual(view.owner, config.owner, "owner")
    try expectEqual(view.limitation, nil, "limitation")
    try expectEqual(view.materializedUntil, nil, "materialized until")
    let names = try await store.adapter.listFeatureViews().map(\.name)
    try expectEqual(names, names.sorted(), "the order of views")
  }

  private static func changed(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers(ttlDays: 7)
    let config = FeatureViewConfig(name: view, entityKey: "customer_id", tags: ["tier": "2"], owner: "bob")
    try await store.register(config, Customers.rows(), .overwrite)
    let listed = try await store.adapter.featureView(view)
    try expectEqual(listed.ttl, nil, "ttl")
    try expectEqual(listed.tags, ["tier": "2"], "tags")
    try expectEqual(listed.description, "", "description")
    try expectEqual(listed.owner, "bob", "owner")
    try expectEqual(try await store.listedNames(), [view], "views")
  }

  private static func deleted(_ store: CheckStore) async throws {
    let (view, other) = (try await store.registerCustomers(), try await store.registerCustomers())
    let entities = try Customers.entities([1, 4], ["2024-03-01", "2024-03-01"])
    try await store.adapter.deleteFeatureView(view)
    try expectEqual(try await store.listedNames(), [other], "views")
    try await expectError(.viewNotFound, "a historical request for it") {
      _ = try await store.historical(entities, ["\(view):age"])
    }
    try expectColumn(try await store.historical(entities, ["\(other):age"]), "age", .int64([31, nil]), "another view")
    let config = FeatureViewConfig(name: view, entityKey: "customer_id")
    let rows = try Customers.entities([4], ["2024-01-01"]).adding("age", .int64([60]))
    try await store.register(config, rows)
    try expectColumn(
      try await store.historical(entities, ["\(view):age"]), "age", .int64([nil, 60]), "a new view of the name")
  }
}
