internal import DataFrames
internal import FeatureStoreCore

/// What registrations after the first one do.
enum RegistrationChecks {
  typealias Check = AdapterConformance.Check

  static func all(_ options: ConformanceOptions) -> [Check] {
    [
      Check("merge keeps the union of rows, overwrite replaces them", modes),
      Check("a registration that is repeated changes nothing", repetition),
      Check("merge adds features that are named; rows that lack them have nulls", newColumns),
      Check("merge keeps what is not said and replaces what is", keptDefinition),
      Check("columns that a view does not declare are left out of a merge", undeclared),
      Check("data never change a type: narrower values widen, nulls fit any type", keptTypes),
      Check("integers that an int32 key cannot hold are refused, smaller ones are keys", narrowKeys),
      Check("without a created column the last written row wins", lastWritten),
      Check("rows after the cut-off date are left out, one exactly at it is kept", cutoff),
      Check("only the features that are named are features; without names, all other columns are", features),
      Check("whole floats as keys, as pandas makes them of integers, become int64", floatKeys),
    ]
  }

  private static func ages(_ store: CheckStore, _ view: String) async throws -> Column {
    let entities = try Customers.entities([1, 2, 3, 4], ["2025-01-01", "2025-01-01", "2025-01-01", "2025-01-01"])
    return try await store.historical(entities, ["\(view):age"]).column("age")
  }

  private static func frame(_ ids: [Int64], _ ages: [Int64?], _ time: String = "2024-03-01") throws -> DataFrame {
    try Customers.entities(ids, ids.map { _ in time }).adding("age", .int64(ages))
  }

  private static func modes(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let config = FeatureViewConfig(name: view, entityKey: "customer_id", features: ["age"])
    try await store.register(config, frame([2, 4], [41, 60]))
    try expectEqual(try await ages(store, view), .int64([31, 41, 50, 60]), "after a merge")
    try await store.register(config, frame([3], [51]), .overwrite)
    try expectEqual(try await ages(store, view), .int64([nil, nil, 51, nil]), "after an overwrite")
    try await store.register(config, frame([1], [nil]))
    try expectEqual(try await ages(store, view), .int64([nil, nil, 51, nil]), "after a merge of a null")
  }

  private static func repetition(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("repeated"), entityKey: "customer_id", ttlDays: 90, tags: ["a": "b"], description: "d")
    try await store.register(config, Customers.rows())
    let entities = try Customers.entities([1, 1, 2], ["2024-02-01", "2024-01-31", "2024-03-01"])
    let references = ["age", "spend", "city"].map { "\(config.name):\($0)" }
    let before = (try await store.adapter.featureView(config.name), try await store.historical(entities, references))
    for _ in 0..<2 { try await store.register(config, Customers.rows()) }
    let view = try await store.adapter.featureView(config.name)
    try expectEqual(view.features, before.0.features, "features")
    try expectEqual(view.tags, before.0.tags, "tags")
    try expectEqual(view.ttl, before.0.ttl, "ttl")
    try expectFrame(try await store.historical(entities, references), before.1, "training rows")
    try expectEqual(try await store.listedNames(), [config.name], "views")
    if store.options.hasTables {
      try expectEqual(try await store.adapter.getTableMetadata(config.name).rowCount, 4, "rows")
    }
  }

  private static func newColumns(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let added = try frame([1, 4], [32, 60]).adding("score", .float32([0.5, nil]))
      .adding("spend", .float64([9, 9])).adding("city", .string(["Rome", "Rome"]))
    let config = FeatureViewConfig(
      name: view, entityKey: "customer_id", features: ["age", "spend", "city", "score"])
    try await store.register(config, added)
    let entities = try Customers.entities([1, 2, 4], ["2024-03-01", "2024-03-01", "2024-03-01"])
    let training = try await store.historical(entities, ["\(view):score", "\(view):age"])
    try expectFrame(
      training, try entities.adding("score", .float32([0.5, nil, nil])).adding("age", .int64([32, 40, 60])),
      "training rows")
    let features = try await store.adapter.featureView(view).features.map(\.name)
    try expectEqual(Set(features), ["age", "spend", "city", "score"], "features")
  }

  private static func keptDefinition(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("kept"), entityKey: "customer_id", features: ["age"], ttlDays: 3,
      tags: ["team": "growth", "tier": "1"], timestampColumn: "at", createdTimestampColumn: "created",
      description: "who buys", owner: "ada")
    let rows = try Customers.rows().rename(["event_timestamp": "at"])
      .adding("created", Customers.rows().column("event_timestamp"))
    try await store.register(config, rows)
    let before = try await store.adapter.featureView(config.name)
    try await store.register(FeatureViewConfig(name: config.name, entityKey: "customer_id"), rows)
    let unsaid = try await store.adapter.featureView(config.name)
    try expectEqual(unsaid.entityKeys, before.entityKeys, "keys that were not said")
    try expectEqual(unsaid.features, before.features, "features that were not said")
    try expectEqual(unsaid.ttl, before.ttl, "a ttl that was not said")
    try expectEqual(unsaid.tags, before.tags, "tags that were not said")
    try expectEqual(unsaid.owner, before.owner, "an owner that was not said")
    try expectEqual(unsaid.timestampColumn, before.timestampColumn, "a timestamp column that was not said")
    try await store.register(
      FeatureViewConfig(
        name: config.name, entityKey: "customer_id", ttlDays: 0, tags: ["tier": "2"], owner: "bob"), rows)
    let said = try await store.adapter.featureView(config.name)
    try expectEqual(said.ttl, nil, "a ttl of 0 days, which says that there is no limit")
    try expectEqual(said.tags, ["team": "growth", "tier": "2"], "tags, of which one was said")
    try expectEqual(said.owner, "bob", "an owner that was said")
    try expectEqual(said.description, "who buys", "a description that was not said")
    try expectEqual(said.createdTimestampColumn, "created", "a created column that was not said")
    try expectEqual(said.features.map(\.name), ["age"], "features that were not named")
  }

  private static func undeclared(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    try await store.register(
      FeatureViewConfig(name: view, entityKey: "customer_id"),
      try Customers.rows().adding("score", .float64([1, 2, 3, 4])))
    let features = try await store.adapter.featureView(view).features.map(\.name)
    try expectEqual(features, ["age", "spend", "city"], "features")
    try await expectError(.featureNotFound, "a column that was not declared") {
      _ = try await store.historical(try Customers.entities([1], ["2024-03-01"]), ["\(view):score"])
    }
  }

  /// The types of the features, and the rows of one customer in the types that the view has.
  private static func keptTypes(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(name: store.name("types"), entityKey: "customer_id")
    func rows(_ day: String, _ columns: [(name: String, column: Column)]) throws -> DataFrame {
      try columns.reduce(try Customers.entities([1], [day])) { try $0.adding($1.name, $1.column) }
    }
    try await store.register(
      config,
      try rows(
        "2024-01-01",
        [
          ("long", .int64([1 << 40])), ("real", .float64([0.5])), ("name", .string(["a"])),
          ("points", .list([[Double]([0.5])])),
        ]))
    let before = try await store.adapter.featureView(config.name)
    try await store.register(
      config,
      try rows(
        "2024-01-02",
        [
          ("long", .int32([7])), ("real", .int64([3])), ("name", .nulls(.int64, count: 1)),
          ("points", .list([[Float]([0.25])])),
        ]))
    try await store.register(
      config,
      try rows("2024-01-03", ["long", "real", "name", "points"].map { ($0, .nulls(.string, count: 1)) }))
    try expectEqual(try await store.adapter.featureView(config.name).features, before.features, "features and types")
    let entities = try Customers.entities([1, 1, 1], ["2024-01-01", "2024-01-02", "2024-01-03"])
    let training = try await store.historical(entities, before.features.map { "\(config.name):\($0.name)" })
    try expectColumn(training, "long", .int64([1 << 40, 7, nil]))
    try expectColumn(training, "real", .float64([0.5, 3, nil]))
    try expectColumn(training, "name", .string(["a", nil, nil]))
    try expectColumn(training, "points", .list([[0.5], [0.25], nil] as [[Double]?]))
  }

  private static func narrowKeys(_ store: CheckStore) async throws {
    guard store.options.keyTypes.contains(.int32) else { return }
    let config = FeatureViewConfig(name: store.name("narrow"), entityKey: "narrow_id")
    func rows(_ ids: Column) throws -> DataFrame {
      try Customers.entities([1], ["2024-01-01"]).drop(["customer_id"]).adding("narrow_id", ids)
        .adding("x", .int64([1]))
    }
    try await store.register(config, try rows(.int32([1])))
    let before = try await store.adapter.featureView(config.name).entityKeys
    try await expectError(.conflict, "a key beyond int32") {
      try await store.register(config, try rows(.int64([5_000_000_000])))
    }
    try await store.register(config, try rows(.int64([2])))
    try expectEqual(try await store.adapter.featureView(config.name).entityKeys, before, "keys and their types")
  }

  private static func lastWritten(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(name: store.name("written"), entityKey: "customer_id")
    try await store.register(config, frame([1, 1, 2], [1, 2, 3]))
    try expectEqual(try await ages(store, config.name), .int64([2, 3, nil, nil]), "within one registration")
    try await store.register(config, frame([2, 1], [4, nil]))
    try expectEqual(try await ages(store, config.name), .int64([nil, 4, nil, nil]), "after a second one")
  }

  private static func cutoff(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("cutoff"), entityKey: "customer_id", cutoffDate: "2024-01-05")
    try await store.register(config, Customers.rows())
    try expectEqual(try await ages(store, config.name), .int64([30, 40, 50, nil]), "ages")
  }

  private static func features(_ store: CheckStore) async throws {
    let named = FeatureViewConfig(name: store.name("named"), entityKey: "customer_id", features: ["spend", "age"])
    try await store.register(named, Customers.rows())
    try expectEqual(
      try await store.adapter.featureView(named.name).features.map(\.name), ["spend", "age"], "named features")
    let all = try await store.registerCustomers()
    try expectEqual(
      try await store.adapter.featureView(all).features.map(\.name), ["age", "spend", "city"], "all features")
    try await expectError(.featureNotFound, "a column that is no feature") {
      _ = try await store.historical(try Customers.entities([1], ["2024-03-01"]), ["\(named.name):city"])
    }
  }

  private static func floatKeys(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(name: store.name("floats"), entityKey: "customer_id")
    try await store.register(config, try Customers.rows().adding("customer_id", .float64([1, 2, 1, 3])))
    try expectEqual(try await ages(store, config.name), .int64([31, 40, 50, nil]), "ages for int64 keys")
  }
}
