internal import DataFrames
internal import FeatureStoreCore

/// Materializing, and what is online afterwards.
enum OnlineChecks {
  typealias Check = AdapterConformance.Check

  static func all(_ options: ConformanceOptions) -> [Check] {
    guard options.hasOnlineStore else { return [] }
    var checks = [
      Check("materialize puts the newest row of each entity online, with values, statuses and event times", values),
      Check("an online answer has the entities in the order of the request, unknown and repeated ones too", order),
      Check("both ends of a materialized window count, a microsecond outside does not", window),
      Check("an older event never replaces a newer one online", olderEvents),
      Check("incremental materialization goes on where the last one ended", incremental),
      Check("of equal times the latest created is online", ties),
      Check("values older than the ttl are withheld when asked, its end included", enforcedTTL),
      Check("full names online, for views of several keys", fullNames),
      Check("a materialized view says up to when it is, and a deleted one leaves no value", deleted),
      Check("a null key finds nothing online", nullKeys),
    ]
    if options.onlineNeedsMaterialize {
      checks.append(Check("nothing is online before it is materialized", nothingBefore))
    }
    return checks
      + options.onlineTypes.map { (type: ColumnType) -> Check in
        Check("online values of type \(type)") { try await types(type, $0) }
      }
  }

  private static func values(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let done = try await store.materialize([view], "2024-01-01", "2024-12-31")
    try expectEqual(done.map(\.view), [view], "views")
    try expectEqual(done.map(\.entities), [3], "entities")
    try expectEqual(done.map(\.rowsWithoutKey), [0], "rows without a key")
    let ends = [done[0].start, done[0].end].map(\.description)
    try expectEqual(ends, ["2024-01-01T00:00:00Z", "2024-12-31T00:00:00Z"], "window")
    let online = try await store.online(["customer_id": [1, 2, 3]], ["\(view):city", "\(view):age"])
    try expectEqual(online.columnNames, ["customer_id", "city", "age"], "columns")
    try expectEqual(try online["customer_id"].values, [1, 2, 3], "keys")
    try expectEqual(try online["customer_id"].statuses, [.present, .present, .present], "statuses of keys")
    try expectEqual(try online["customer_id"].eventTimestamps, [nil, nil, nil], "event times of keys")
    try expectEqual(try online["age"].values, [31, 40, 50], "ages")
    try expectEqual(try online["age"].statuses, [.present, .present, .present], "statuses of ages")
    try expectEqual(try online["city"].values, ["Bergen", .null, ""], "cities")
    try expectEqual(try online["city"].statuses, [.present, .null, .present], "statuses of cities")
    try expectEqual(
      try online["city"].eventTimestamps.map { $0?.description },
      ["2024-02-01T00:00:00Z", "2024-01-02T00:00:00Z", "2024-01-05T00:00:00Z"], "event times")
  }

  private static func order(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    try await store.materialize([view], "2024-01-01", "2024-12-31")
    let online = try await store.online(["customer_id": [3, 9, 1, 3]], ["\(view):age", "\(view):spend"])
    try expectEqual(online.rowCount, 4, "rows")
    try expectEqual(try online["customer_id"].values, [3, 9, 1, 3], "keys")
    try expectEqual(try online["age"].values, [50, .null, 31, 50], "ages")
    try expectEqual(try online["age"].statuses, [.present, .notFound, .present, .present], "statuses")
    try expectEqual(try online["spend"].values, [4.0, .null, 3.25, 4.0], "spends")
    try expectEqual(try online["age"].eventTimestamps[1], nil, "the event time of an unknown entity")
  }

  private static func nothingBefore(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    let online = try await store.online(["customer_id": [1, 9]], ["\(view):age"])
    try expectEqual(try online["age"].statuses, [.notFound, .notFound], "statuses")
    try expectEqual(try online["age"].values, [.null, .null], "values")
  }

  private static func window(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(name: store.name("window"), entityKey: "customer_id")
    let times = [
      "2024-01-09T23:59:59.999999", "2024-01-10", "2024-01-20", "2024-01-20T00:00:00.000001", "2024-01-15",
      "2024-01-25",
    ]
    try await store.register(
      config,
      try DataFrame(columns: [
        ("customer_id", .int64([1, 2, 3, 4, 5, 5])), ("event_timestamp", try .timestamp(iso8601: times)),
        ("x", .int64([1, 2, 3, 4, 5, 6])),
      ]))
    let done = try await store.materialize([config.name], "2024-01-10", "2024-01-20")
    try expectEqual(done.map(\.entities), [3], "entities")
    let online = try await store.online(["customer_id": [1, 2, 3, 4, 5]], ["\(config.name):x"])
    try expectEqual(try online["x"].values, [.null, 2, 3, .null, 5], "values")
    let statuses: [OnlineFeatures.Status] = [.notFound, .present, .present, .notFound, .present]
    try expectEqual(try online["x"].statuses, statuses, "statuses")
  }

  private static func olderEvents(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    func ages() async throws -> [FeatureValue] {
      try await store.online(["customer_id": [1, 3]], ["\(view):age"])["age"].values
    }
    try await store.materialize([view], "2024-01-20", "2024-02-28")
    try expectEqual(try await ages(), [31, .null], "after the newer window")
    try await store.materialize([view], "2024-01-01", "2024-01-10")
    try expectEqual(try await ages(), [31, 50], "after the older window")
    let rows = try Customers.entities([1], ["2024-02-01"]).adding("age", .int64([32]))
      .adding("spend", .float64([1])).adding("city", .string(["Rome"]))
    try await store.register(FeatureViewConfig(name: view, entityKey: "customer_id"), rows)
    try await store.materialize([view], "2024-01-01", "2024-02-28")
    try expectEqual(try await ages(), [32, 50], "after another event of the same time")
  }

  private static func incremental(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    func ages() async throws -> [FeatureValue] {
      try await store.online(["customer_id": [1, 2, 3]], ["\(view):age"])["age"].values
    }
    try await store.materialize([view], "2023-12-01", "2024-01-01")
    try expectEqual(try await ages(), [30, .null, .null], "after the first")
    let next = try await store.adapter.materializeIncremental(featureViews: [view], endDate: "2024-01-05")
    try expectEqual(next.map(\.view), [view], "views")
    try expectEqual(next.map(\.start.description), ["2024-01-01T00:00:00Z"], "where it begins")
    try expectEqual(next.map(\.end.description), ["2024-01-05T00:00:00Z"], "where it ends")
    try expectEqual(try await ages(), [30, 40, 50], "after the second")
    try await store.adapter.materializeIncremental(featureViews: [view], endDate: "2024-03-01")
    try expectEqual(try await ages(), [31, 40, 50], "after the third")
    let last = try await store.adapter.materializeIncremental(featureViews: [view], endDate: "2024-02-01")
    try expectEqual(last.map(\.entities), [0], "entities of one that ends before the last did")
    let until = try await store.adapter.featureView(view).materializedUntil
    try expectEqual(until?.description, "2024-03-01T00:00:00Z", "materialized until")
  }

  private static func ties(_ store: CheckStore) async throws {
    let config = FeatureViewConfig(
      name: store.name("ties"), entityKey: "customer_id", createdTimestampColumn: "created")
    let rows = try Customers.entities([1, 1, 2, 2], ["2024-01-01", "2024-01-01", "2024-01-01", "2024-01-01"])
      .adding("created", .timestamp(iso8601: ["2024-01-03", "2024-01-02", "2024-01-02", "2024-01-02"]))
      .adding("x", .int64([1, 2, 3, 4]))
    try await store.register(config, rows)
    try await store.materialize([config.name], "2024-01-01", "2024-01-02")
    let online = try await store.online(["customer_id": [1, 2]], ["\(config.name):x"])
    try expectEqual(try online["x"].values, [1, 4], "values")
  }

  private static func enforcedTTL(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers(ttlDays: 30)
    let unlimited = try await store.registerCustomers()
    try await store.materialize([view, unlimited], "2024-01-01", "2024-12-31")
    func ages(_ view: String, _ asOf: String) async throws -> OnlineFeatures.Feature {
      let options = OnlineOptions(enforceTTL: true, asOf: try Timestamp(asOf))
      return try await store.online(["customer_id": [3, 9]], ["\(view):age"], options)["age"]
    }
    let fresh = try await ages(view, "2024-02-04")
    try expectEqual(fresh.values, [50, .null], "values at the end of the ttl")
    try expectEqual(fresh.statuses, [.present, .notFound], "statuses at the end of the ttl")
    let old = try await ages(view, "2024-02-04T00:00:01")
    try expectEqual(old.values, [.null, .null], "values a second later")
    try expectEqual(old.statuses, [.outsideMaxAge, .notFound], "statuses a second later")
    try expectEqual(old.eventTimestamps[0]?.description, "2024-01-05T00:00:00Z", "the event time of a withheld value")
    try expectEqual(try await ages(unlimited, "2099-01-01").values, [50, .null], "values without a ttl")
    let unasked = try await store.online(["customer_id": [3]], ["\(view):age"])
    try expectEqual(try unasked["age"].values, [50], "values when nobody asks for the ttl")
  }

  private static func fullNames(_ store: CheckStore) async throws {
    let customers = try await store.registerCustomers()
    let devices = FeatureViewConfig(name: store.name("pairs"), entityKeys: ["customer_id", "number"])
    try await store.register(devices, try Customers.rows().adding("number", .int64([7, 7, 8, 9])))
    try await store.materialize([customers, devices.name], "2024-01-01", "2024-12-31")
    let references = ["\(devices.name):age", "\(customers):age"]
    let online = try await store.online(
      ["number": [7, 8, 7], "customer_id": [1, 1, 3]], references, OnlineOptions(fullFeatureNames: true))
    try expectEqual(
      online.columnNames, ["number", "customer_id", "\(devices.name)__age", "\(customers)__age"], "columns")
    try expectEqual(try online["\(devices.name)__age"].values, [30, 31, .null], "ages of pairs")
    try expectEqual(try online["\(customers)__age"].values, [31, 31, 50], "ages of customers")
    try await expectError(.duplicateFeature, "the same without full names") {
      _ = try await store.online(["number": [7], "customer_id": [1]], references)
    }
    try await expectError(.entityKeyMissing, "one of two keys") {
      _ = try await store.online(["customer_id": [1]], ["\(devices.name):age"])
    }
  }

  private static func deleted(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    try await store.materialize([view], "2024-01-01", "2024-12-31")
    let until = try await store.adapter.featureView(view).materializedUntil
    try expectEqual(until?.description, "2024-12-31T00:00:00Z", "materialized until")
    try await store.adapter.deleteFeatureView(view)
    try await expectError(.viewNotFound, "an online request") {
      _ = try await store.online(["customer_id": [1]], ["\(view):age"])
    }
    guard store.options.onlineNeedsMaterialize else { return }
    try await store.register(FeatureViewConfig(name: view, entityKey: "customer_id"), Customers.rows())
    let online = try await store.online(["customer_id": [1]], ["\(view):age"])
    try expectEqual(try online["age"].statuses, [.notFound], "statuses of a new view of the name")
    try expectEqual(try await store.adapter.featureView(view).materializedUntil, nil, "until when the new one is")
  }

  private static func nullKeys(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    try await store.materialize([view], "2024-01-01", "2024-12-31")
    let online = try await store.online(["customer_id": [.null, 1]], ["\(view):age"])
    try expectEqual(try online["customer_id"].values, [.null, 1], "keys")
    try expectEqual(try online["age"].values, [.null, 31], "ages")
    try expectEqual(try online["age"].statuses, [.notFound, .present], "statuses")
  }

  /// Generated values of a type, and a null; those that Feast cannot keep are left out.
  private static func types(_ type: ColumnType, _ store: CheckStore) async throws {
    var numbers = SeededNumbers(seed: 11)
    let generated = GeneratedColumn.values(type, 24, &numbers)
    let rows = (0..<generated.count).filter { !FeatureValue(generated, row: $0).holdsNull }
    let column = try Column.concatenating([.nulls(type, count: 1), generated.taking(rows)])
    let config = FeatureViewConfig(name: store.name("types"), entityKey: "customer_id")
    let ids = (0..<column.count).map { Int64($0) }
    let frame = try Customers.entities(ids, ids.map { _ in "2024-01-01" }).adding("x", column)
    try await store.register(config, frame)
    try await store.materialize([config.name], "2024-01-01", "2024-01-02")
    let online = try await store.online(
      EntityKeys([(name: "customer_id", values: ids.map { .int64($0) })]), ["\(config.name):x"])
    let expected = try (0..<column.count).map { (row: Int) -> FeatureValue in
      let value = FeatureValue(column, row: row)
      return store.options.onlineForms == .feast ? try MemoryOnline.form(value, type, feature: "x") : value
    }
    let feature = try online["x"]
    for row in expected.indices where !feature.values[row].isSame(as: expected[row]) {
      throw Mismatch("value \(row): \(feature.values[row]) instead of \(expected[row])")
    }
    let statuses = expected.map { $0.isNull ? OnlineFeatures.Status.null : .present }
    try expectEqual(feature.statuses, statuses, "statuses")
  }
}

extension FeatureValue {
  /// Whether the value is a list with a null in it.
  fileprivate var holdsNull: Bool { listValue?.contains(.null) ?? false }

  /// Whether both are equal; NaN is NaN.
  fileprivate func isSame(as other: FeatureValue) -> Bool {
    switch (self, other) {
    case (.float32(let left), .float32(let right)): left == right || (left.isNaN && right.isNaN)
    case (.float64(let left), .float64(let right)): left == right || (left.isNaN && right.isNaN)
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    default: self == other
    }
  }
}
