internal import DataFrames
internal import FeatureStoreCore

/// The definition of point-in-time correctness, one rule at a time, with answers written by hand.
enum TrainingChecks {
  typealias Check = AdapterConformance.Check

  static func all(_ options: ConformanceOptions) -> [Check] {
    [
      Check("the latest row not after the entity row's time wins, the time itself included", latest),
      Check("both ends of the ttl window count, one unit outside does not", ttlBoundary),
      Check("a ttl of 0 days, and none, are no limit", noLimit),
      Check("of equal times the latest created wins, of equal created times the last written", ties),
      Check("null keys and null times of entity rows match nothing and are kept", nulls),
      Check("entity rows keep their order, their number, duplicates and all other columns", keptRows),
      Check("full feature names", fullNames),
      Check("a star stands for all features of its view, in both reads", star),
      Check("rows created after the entity row's time are passed over when asked", createdFilter),
      Check("features come grouped by view, in the order of the references", columnOrder),
      Check("times: dates, times without a zone, named columns and feature_timestamp", timeColumns),
      Check("integer keys match whatever their width", keyWidths),
    ]
      + severalKeys(options)
      + options.keyTypes.map { (type: ColumnType) -> Check in
        Check("keys of type \(type)") { try await keys(of: type, $0) }
      }
  }

  private static func severalKeys(_ options: ConformanceOptions) -> [Check] {
    guard options.keyTypes.contains(.string) else { return [] }
    return [Check("views with different keys in one request, and keys in any order", severalViews)]
  }

  private static func star(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let names = try await store.adapter.featureView(view).features.map { "\(view):\($0.name)" }
    let entities = try Customers.entities([1, 9], ["2024-02-01", "2024-02-01"])
    try expectFrame(
      try await store.historical(entities, ["\(view):*"]), try await store.historical(entities, names), "training rows")
    guard store.options.hasOnlineStore else { return }
    let keys: EntityKeys = ["customer_id": [1, 9]]
    let (all, named) = (try await store.online(keys, ["\(view):*"]), try await store.online(keys, names))
    try expectEqual(all.columnNames, named.columnNames, "columns")
    try expectEqual(all.columns.map(\.values), named.columns.map(\.values), "values")
  }

  private static func latest(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let entities = try Customers.entities(
      [3, 1, 1, 1, 9, 2, 2],
      [
        "2024-02-04", "2024-01-15", "2024-02-01", "2024-01-31T23:59:59.999999", "2024-02-01", "2024-01-01T23:59:59",
        "2024-01-02",
      ])
    let training = try await store.historical(entities, ["\(view):age", "\(view):city", "\(view):spend"])
    let expected = try entities.adding("age", .int64([50, 30, 31, 30, nil, nil, 40]))
      .adding("city", .string(["", "Oslo", "Bergen", "Oslo", nil, nil, nil]))
      .adding("spend", .float64([4, 1.5, 3.25, 1.5, nil, nil, nil]))
    try expectFrame(training, expected, "training rows")
  }

  private static func ttlBoundary(_ store: CheckStore) async throws {
    let unit = store.options.timeUnit
    let view = try await store.registerCustomers(ttlDays: 1)
    let (row, tick) = (try Timestamp("2024-01-05"), 1_000_000_000 / unit.perSecond)
    let times = [
      row, Timestamp(seconds: row.seconds + 86_400),
      Timestamp(seconds: row.seconds + 86_400, nanoseconds: Int32(tick)),
      Timestamp(seconds: row.seconds - 1, nanoseconds: Int32(1_000_000_000 - tick)),
    ]
    let entities = try DataFrame(columns: [
      ("customer_id", .int64([3, 3, 3, 3])), ("event_timestamp", .timestamp(times, unit: unit)),
    ])
    try expectColumn(
      try await store.historical(entities, ["\(view):age"]), "age", .int64([50, 50, nil, nil]),
      "at the row's time, a ttl later, a unit after that, a unit before the row's time")
  }

  private static func noLimit(_ store: CheckStore) async throws {
    for ttlDays in [0, nil] {
      let view = try await store.registerCustomers(ttlDays: ttlDays)
      let training = try await store.historical(try Customers.entities([3], ["2099-01-01"]), ["\(view):age"])
      try expectColumn(training, "age", .int64([50]), "ttlDays \(ttlDays.map(String.init) ?? "nil")")
    }
  }

  private static func ties(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("ties"), entityKey: "customer_id", createdTimestampColumn: "created")
    func frame(_ ids: [Int64], _ created: [String], _ x: [Int64]) throws -> DataFrame {
      try DataFrame(columns: [
        ("customer_id", .int64(ids)), ("event_timestamp", try .timestamp(iso8601: ids.map { _ in "2024-01-01" })),
        ("created", try .timestamp(iso8601: created)), ("x", .int64(x)),
      ])
    }
    try await store.register(
      config,
      frame([1, 1, 2, 2, 3], ["2024-01-03", "2024-01-02", "2024-01-02", "2024-01-02", "2024-01-02"], [1, 2, 3, 4, 5]))
    let entities = try Customers.entities([1, 2, 3], ["2024-01-01", "2024-01-01", "2024-01-01"])
    try expectColumn(
      try await store.historical(entities, ["\(config.name):x"]), "x", .int64([1, 4, 5]), "within one registration")
    try await store.register(
      config, frame([1, 2, 3], ["2024-01-02T12:00:00", "2024-01-02", "2024-01-02T00:00:01"], [6, 7, 8]))
    try expectColumn(
      try await store.historical(entities, ["\(config.name):x"]), "x", .int64([1, 7, 8]), "after a second one")
  }

  private static func nulls(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let entities = try Customers.entities([nil, 1, nil, 1], ["2024-03-01", nil, nil, "2024-03-01"])
    let training = try await store.historical(entities, ["\(view):age"])
    try expectFrame(training, try entities.adding("age", .int64([nil, nil, nil, 31])), "training rows")
    let empty = try Customers.entities([nil, nil], [nil, nil])
    try expectFrame(
      try await store.historical(empty, ["\(view):age"]), try empty.adding("age", .int64([nil, nil])),
      "entity rows without any key or time")
  }

  private static func keptRows(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    var numbers = SeededNumbers(seed: 7)
    let count = 40
    let times = (0..<count).map { _ in ["2024-02-02", "2023-01-01", "2024-01-01"][numbers.number(0...2)] }
    let ids = (0..<count).map { _ in Int64(numbers.number(1...4)) }
    let entities = try DataFrame(columns: [
      ("note", GeneratedColumn.values(.string, count, &numbers)), ("event_timestamp", .timestamp(iso8601: times)),
      ("amount", GeneratedColumn.values(.float64, count, &numbers)), ("customer_id", .int64(ids)),
      ("flag", GeneratedColumn.values(.bool, count, &numbers)),
      ("small", GeneratedColumn.values(.int32, count, &numbers)),
      ("label", .int64((0..<count).map { Int64($0 / 2) })),
    ])
    let twice = try DataFrame.concat([entities, entities])
    let training = try await store.historical(twice, ["\(view):age"])
    try expectFrame(try training.drop(["age"]), twice, "the entity frame's own columns")
    let ages = zip(ids, times).map { (id: Int64, time: String) -> Int64? in
      if time == "2023-01-01" || id == 4 { return nil }
      if time == "2024-01-01" { return id == 1 ? 30 : nil }
      return [1: 31, 2: 40, 3: 50][id]
    }
    try expectColumn(training, "age", .int64(ages + ages))
  }

  private static func fullNames(_ store: CheckStore) async throws {
    let views = [try await store.registerCustomers(), try await store.registerCustomers()]
    let training = try await store.historical(
      try Customers.entities([1], ["2024-03-01"]), views.map { "\($0):age" }, HistoricalOptions(fullFeatureNames: true))
    try expectEqual(
      training.columnNames, ["customer_id", "event_timestamp"] + views.map { "\($0)__age" }, "columns")
    for view in views { try expectColumn(training, "\(view)__age", .int64([31])) }
  }

  private static func createdFilter(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("late"), entityKey: "customer_id", createdTimestampColumn: "created")
    let created = ["2024-01-01T01:00:00", "2024-01-02T01:00:00.000001", "2024-01-02T03:00:00"]
    let rows = try DataFrame(columns: [
      ("customer_id", .int64([1, 1, 1])),
      ("event_timestamp", try .timestamp(iso8601: ["2024-01-01", "2024-01-02", "2024-01-02T00:01:00"])),
      ("created", try .timestamp(iso8601: created)), ("x", .int64([10, 20, 30])),
    ])
    try await store.register(config, rows)
    let plain = try await store.registerCustomers()
    let times = ["2024-01-01", "2024-01-02T01:00:00", "2024-01-02T01:00:00.000001", "2024-01-02T03:00:00"]
    let entities = try Customers.entities([1, 1, 1, 1], times)
    let references = ["\(config.name):x", "\(plain):age"]
    let filtered = try await store.historical(entities, references, HistoricalOptions(filterByCreatedTimestamp: true))
    try expectColumn(filtered, "x", .int64([nil, 10, 20, 30]), "what was known by then")
    try expectColumn(filtered, "age", .int64([30, 30, 30, 30]), "a view without a created column")
    try expectColumn(try await store.historical(entities, references), "x", .int64([10, 30, 30, 30]), "all rows")
  }

  private static func severalViews(_ store: CheckStore) async throws {
    let pairs = FeatureViewConfig(name: store.name("pairs"), entityKeys: ["shop", "customer_id"])
    try await store.register(
      pairs,
      try DataFrame(columns: [
        ("customer_id", .int64([1, 1, 2])), ("shop", .string(["a", "b", "a"])),
        ("event_timestamp", try .timestamp(iso8601: ["2024-01-01", "2024-01-02", "2024-01-03"])),
        ("visits", .int32([7, 8, nil])),
      ]))
    let customers = try await store.registerCustomers()
    let entities = try DataFrame(columns: [
      ("shop", .string(["b", "z", "a", nil, "a"])), ("customer_id", .int64([1, 1, 2, 1, 1])),
      (
        "event_timestamp",
        try .timestamp(iso8601: ["2024-01-03", "2024-01-03", "2024-01-03", "2024-01-03", "2024-01-01"])
      ),
    ])
    let training = try await store.historical(entities, ["\(pairs.name):visits", "\(customers):age"])
    let expected = try entities.adding("visits", .int32([8, nil, nil, nil, 7]))
      .adding("age", .int64([30, 30, 40, 30, 30]))
    try expectFrame(training, expected, "training rows")
  }

  private static func columnOrder(_ store: CheckStore) async throws {
    let (first, second) = (try await store.registerCustomers(), try await store.registerCustomers())
    let training = try await store.historical(
      try Customers.entities([1], ["2024-03-01"]), ["\(second):spend", "\(first):city", "\(second):age"])
    try expectEqual(
      training.columnNames, ["customer_id", "event_timestamp", "spend", "age", "city"], "columns")
    try expectColumn(training, "spend", .float64([3.25]))
  }

  private static func timeColumns(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let day = try Timestamp("2024-01-01").seconds / 86_400
    let unzoned = Column(.timestamp([(day + 31) * 86_400_000], .milliseconds, utc: false))
    let cases: [(name: String, named: String?, column: Column, age: Int64)] = [
      ("feature_timestamp", nil, .date([CivilDate(daysSinceEpoch: Int32(day))]), 30),
      ("event_timestamp", nil, unzoned, 31),
      ("when", nil, try .timestamp(iso8601: ["2024-01-31T23:59:59.999999"]), 30),
      ("when", "when", try .timestamp(iso8601: ["2024-02-01T02:00:00+02:00"]), 31),
    ]
    for (name, named, column, age) in cases {
      let entities = try DataFrame(columns: [("customer_id", .int64([1])), (name, column)])
      let training = try await store.historical(
        entities, ["\(view):age"], HistoricalOptions(timestampColumn: named))
      try expectFrame(training, try entities.adding("age", .int64([age])), "times in '\(name)' as \(column.type)")
    }
  }

  private static func keyWidths(_ store: CheckStore) async throws {
    let wide = try await store.registerCustomers()
    let narrow = try DataFrame(columns: [
      ("customer_id", .int32([2, 1])), ("event_timestamp", try .timestamp(iso8601: ["2024-03-01", "2024-03-01"])),
    ])
    try expectFrame(
      try await store.historical(narrow, ["\(wide):age"]), try narrow.adding("age", .int64([40, 31])),
      "int32 keys for a view of int64 keys")
    guard store.options.keyTypes.contains(.int32) else { return }
    let config = FeatureViewConfig(name: store.name("devices"), entityKey: "device")
    try await store.register(
      config,
      try DataFrame(columns: [
        ("device", .int32([1, -2])), ("event_timestamp", try .timestamp(iso8601: ["2024-01-01", "2024-01-01"])),
        ("x", .int64([1, 2])),
      ]))
    let entities = try DataFrame(columns: [
      ("device", .int64([-2, 1 << 40, 1])),
      ("event_timestamp", try .timestamp(iso8601: ["2024-03-01", "2024-03-01", "2024-03-01"])),
    ])
    try expectFrame(
      try await store.historical(entities, ["\(config.name):x"]), try entities.adding("x", .int64([2, nil, 1])),
      "int64 keys for a view of int32 keys")
  }

  private static func keys(of type: ColumnType, _ store: CheckStore) async throws {
    let key = GeneratedKey.name(type)
    let config = FeatureViewConfig(name: store.name("keys"), entityKey: key)
    let times = try Column.timestamp(iso8601: ["2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01"])
    try await store.register(
      config,
      try DataFrame(columns: [
        (key, GeneratedKey.column(type, [0, 1, 2, 3])), ("event_timestamp", times), ("x", .int64([10, 11, 12, 13])),
      ]))
    let entities = try DataFrame(columns: [
      (key, GeneratedKey.column(type, [3, nil, 9, 0])), ("event_timestamp", times),
    ])
    try expectFrame(
      try await store.historical(entities, ["\(config.name):x"]), try entities.adding("x", .int64([13, nil, nil, 10])),
      "training rows")
  }
}

extension GeneratedKey {
  /// The name that key columns of a type have in all checks.
  static func name(_ type: ColumnType) -> String {
    switch type {
    case .int32: "device"
    case .string: "shop"
    case .binary: "token"
    case .timestamp, .date: "opened"
    default: "customer_id"
    }
  }
}
