internal import DataFrames
internal import FeatureStoreCore

/// Misuse gets the right code, and changes nothing.
enum MisuseChecks {
  typealias Check = AdapterConformance.Check

  /// Something that must fail.
  struct Misuse: Sendable {
    let what: String
    let code: FeatureStoreError.Code
    let body: @Sendable (CheckStore, String) async throws -> Void

    init(
      _ what: String, _ code: FeatureStoreError.Code,
      _ body: @escaping @Sendable (CheckStore, String) async throws -> Void
    ) {
      self.what = what
      self.code = code
      self.body = body
    }
  }

  static func all(_ options: ConformanceOptions) -> [Check] {
    var checks = [
      Check("misuse of registrations is refused and changes nothing") { try await run(registering, $0) },
      Check("merges that contradict what is stored are refused and change nothing") { try await run(merging, $0) },
      Check("misuse of historical requests is refused and changes nothing") { try await run(historical, $0) },
      Check("names of views that are not there are refused and change nothing") { try await run(unknownViews, $0) },
    ]
    if options.hasOnlineStore {
      checks += [
        Check("misuse of materialize is refused and changes nothing") { try await run(materializing, $0) },
        Check("misuse of online requests is refused and changes nothing") { try await run(online, $0) },
      ]
    }
    return checks
  }

  /// Tries each misuse on a view that is whole, and names all that went wrong.
  static func run(_ misuses: [Misuse], _ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    if store.options.hasOnlineStore { try await store.materialize([view], "2024-01-01", "2024-12-31") }
    let before = try await state(view, store)
    var failures: [String] = []
    for misuse in misuses {
      do {
        try await expectError(misuse.code, misuse.what) { try await misuse.body(store, view) }
        // Looking costs several calls; where they are slow one look at the end has to do.
        if store.options.isSlow { continue }
        try expectUnchanged(try await state(view, store), before, misuse.what)
      } catch {
        failures.append("\(error)")
      }
    }
    if store.options.isSlow {
      try expectUnchanged(try await state(view, store), before, "one of \(misuses.map(\.what))")
    }
    if !failures.isEmpty { throw Mismatch(failures.joined(separator: "\n")) }
  }

  private static func expectUnchanged(_ state: [String], _ before: [String], _ what: String) throws {
    for (now, then) in zip(state, before) where now != then {
      throw Mismatch("\(what) changed the store: there is now \(now)\ninstead of \(then)")
    }
  }

  /// What a reader can see of a view, as texts.
  private static func state(_ view: String, _ store: CheckStore) async throws -> [String] {
    let entities = try Customers.entities([1, 2, 3, 4], ["2024-01-15", "2025-01-01", "2025-01-01", "2025-01-01"])
    let references = ["age", "spend", "city"].map { "\(view):\($0)" }
    let training = try await store.historical(entities, references)
    var parts = ["\(try await store.adapter.featureView(view))", "\(training)", "\(try await store.listedNames())"]
    if store.options.hasOnlineStore {
      for column in try await store.online(["customer_id": [1, 2, 3, 4]], references).columns {
        parts.append("\(column.name) \(column.values) \(column.statuses) \(column.eventTimestamps)")
      }
    }
    if store.options.hasTables {
      let table = try await store.adapter.getTableMetadata(view)
      parts.append("\(table.rowCount) \(table.columns) \(table.versions)")
    }
    return parts
  }

  private static func register(
    _ store: CheckStore, as name: String? = nil, _ frame: DataFrame,
    _ change: (inout FeatureViewConfig) -> Void = { _ in }
  ) async throws {
    var config = FeatureViewConfig(name: name ?? store.name("refused"), entityKey: "customer_id")
    change(&config)
    try await store.register(config, frame)
  }

  private static let registering: [Misuse] = [
    Misuse("a frame without rows", .emptyFrame) { store, _ in
      try await register(store, try Customers.rows().head(0))
    },
    Misuse("a frame whose rows are all after the cut-off", .emptyFrame) { store, _ in
      try await register(store, try Customers.rows()) { $0.cutoffDate = "2023-01-01" }
    },
    Misuse("a name that is a path", .invalidName) { store, _ in
      try await register(store, as: "../x", try Customers.rows())
    },
    Misuse("an empty name", .invalidName) { store, _ in try await register(store, as: "", try Customers.rows()) },
    Misuse("a feature that could not be asked for", .invalidName) { store, _ in
      try await register(store, try Customers.rows().adding("a:b", .int64([1, 2, 3, 4])))
    },
    Misuse("no entity key", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.entityKeys = [] }
    },
    Misuse("an entity key that is named twice", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.entityKeys = ["customer_id", "customer_id"] }
    },
    Misuse("a key column that is not there", .columnNotFound) { store, _ in
      try await register(store, try Customers.rows()) { $0.entityKeys = ["nobody"] }
    },
    Misuse("a feature that is not there", .columnNotFound) { store, _ in
      try await register(store, try Customers.rows()) { $0.features = ["nothing"] }
    },
    Misuse("a feature that is named twice", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.features = ["age", "age"] }
    },
    Misuse("a feature that is the key", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.features = ["customer_id"] }
    },
    Misuse("a feature that is the time", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.features = ["event_timestamp"] }
    },
    Misuse("no feature at all", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows().select(["customer_id", "event_timestamp"]))
    },
    Misuse("no column of times", .columnNotFound) { store, _ in
      try await register(store, try Customers.rows().drop(["event_timestamp"]))
    },
    Misuse("a named column of times that is not there", .columnNotFound) { store, _ in
      try await register(store, try Customers.rows()) { $0.timestampColumn = "never" }
    },
    Misuse("a column of times that holds numbers", .typeMismatch) { store, _ in
      try await register(store, try Customers.rows()) { $0.timestampColumn = "age" }
    },
    Misuse("a created column that is not there", .columnNotFound) { store, _ in
      try await register(store, try Customers.rows()) { $0.createdTimestampColumn = "never" }
    },
    Misuse("a null key", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows().adding("customer_id", .int64([1, nil, 3, 4])))
    },
    Misuse("a null time", .invalidArgument) { store, _ in
      let times = try Column.timestamp(iso8601: ["2024-01-01", nil, "2024-01-03", "2024-01-04"])
      try await register(store, try Customers.rows().adding("event_timestamp", times))
    },
    Misuse("a null created time", .invalidArgument) { store, _ in
      let times = try Column.timestamp(iso8601: ["2024-01-01", nil, "2024-01-03", "2024-01-04"])
      let rows = try Customers.rows().adding("created", times)
      try await register(store, rows) { $0.createdTimestampColumn = "created" }
    },
    Misuse("a key of bools", .typeMismatch) { store, _ in
      let rows = try Customers.rows().adding("flag", .bool([true, false, true, false]))
      try await register(store, rows) { $0.entityKeys = ["flag"] }
    },
    Misuse("a key of floats with fractions", .typeMismatch) { store, _ in
      let rows = try Customers.rows().adding("part", .float64([0.5, 1, 2, 3]))
      try await register(store, rows) { $0.entityKeys = ["part"] }
    },
    Misuse("a ttl below zero", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.ttlDays = -1 }
    },
    Misuse("a cut-off date that is no date", .invalidArgument) { store, _ in
      try await register(store, try Customers.rows()) { $0.cutoffDate = "soon" }
    },
    Misuse("an overwrite without rows", .emptyFrame) { store, view in
      try await store.register(
        FeatureViewConfig(name: view, entityKey: "customer_id"), try Customers.rows().head(0), .overwrite)
    },
  ]

  private static let merging: [Misuse] = [
    Misuse("text for a feature of integers", .conflict) { store, view in
      try await register(store, as: view, try Customers.rows().adding("age", .string(["a", "b", "c", "d"])))
    },
    Misuse("integers for a feature of text", .conflict) { store, view in
      try await register(store, as: view, try Customers.rows().adding("city", .int64([1, 2, 3, 4])))
    },
    Misuse("another entity key", .conflict) { store, view in
      let rows = try Customers.rows().rename(["customer_id": "client_id"])
      try await register(store, as: view, rows) { $0.entityKeys = ["client_id"] }
    },
    Misuse("another column of times", .conflict) { store, view in
      let rows = try Customers.rows().rename(["event_timestamp": "feature_timestamp"])
      try await register(store, as: view, rows) { $0.timestampColumn = "feature_timestamp" }
    },
    Misuse("rows without the declared column of times", .columnNotFound) { store, view in
      try await register(store, as: view, try Customers.rows().rename(["event_timestamp": "feature_timestamp"]))
    },
    Misuse("rows without a declared feature", .columnNotFound) { store, view in
      try await register(store, as: view, try Customers.rows().drop(["age"]))
    },
    Misuse("fractions for a feature of integers", .conflict) { store, view in
      try await register(store, as: view, try Customers.rows().adding("age", .float64([1, 2, 3, 4.5])))
    },
    Misuse("text for an entity key of integers", .conflict) { store, view in
      try await register(store, as: view, try Customers.rows().adding("customer_id", .string(["a", "b", "c", "d"])))
    },
    Misuse("fractions for a feature of integers that doubles cannot hold", .conflict) { store, _ in
      let name = store.name("exact")
      let ids: [Int64] = [1, 2, 3, 4]
      let large: Int64 = 9_007_199_254_740_993
      let config = FeatureViewConfig(name: name, entityKey: "customer_id")
      let stored = try Customers.entities(ids, ids.map { _ in "2024-01-01" })
      try await store.register(config, stored.adding("x", .int64(ids.map { _ in large })))
      do {
        let new = try Customers.entities(ids, ids.map { _ in "2024-01-02" })
        try await store.register(config, new.adding("x", .float64(ids.map { _ in 0.5 })))
      } catch {
        try await store.adapter.deleteFeatureView(name)
        throw error
      }
    },
  ]

  private static func entities() throws -> DataFrame { try Customers.entities([1], ["2024-03-01"]) }

  private static let historical: [Misuse] = [
    Misuse("an unknown feature", .featureNotFound) { store, view in
      _ = try await store.historical(entities(), ["\(view):age", "\(view):nothing"])
    },
    Misuse("an unknown view beside a known one", .viewNotFound) { store, view in
      _ = try await store.historical(entities(), ["\(view):age", "\(view)x:city"])
    },
    Misuse("no feature", .invalidArgument) { store, _ in _ = try await store.historical(entities(), []) },
    Misuse("a reference without a view", .invalidReference) { store, _ in
      _ = try await store.historical(entities(), ["age"])
    },
    Misuse("a reference with too many parts", .invalidReference) { store, view in
      _ = try await store.historical(entities(), ["\(view):age:x"])
    },
    Misuse("an empty feature name", .invalidReference) { store, view in
      _ = try await store.historical(entities(), ["\(view):"])
    },
    Misuse("a feature that is asked for twice", .duplicateFeature) { store, view in
      _ = try await store.historical(entities(), ["\(view):age", "\(view):age"])
    },
    Misuse("a feature called like a column of the entity frame", .duplicateFeature) { store, view in
      _ = try await store.historical(try entities().adding("age", .int64([1])), ["\(view):age"])
    },
    Misuse("an entity frame without rows", .emptyFrame) { store, view in
      _ = try await store.historical(try entities().head(0), ["\(view):age"])
    },
    Misuse("an entity frame without the key", .columnNotFound) { store, view in
      _ = try await store.historical(try entities().drop(["customer_id"]), ["\(view):age"])
    },
    Misuse("an entity frame without times", .columnNotFound) { store, view in
      _ = try await store.historical(try entities().drop(["event_timestamp"]), ["\(view):age"])
    },
    Misuse("a named column of times that is not there", .columnNotFound) { store, view in
      _ = try await store.historical(entities(), ["\(view):age"], HistoricalOptions(timestampColumn: "never"))
    },
    Misuse("times as text", .typeMismatch) { store, view in
      _ = try await store.historical(try entities().adding("event_timestamp", .string(["2024"])), ["\(view):age"])
    },
    Misuse("two columns of times of which none is the usual one", .columnNotFound) { store, view in
      let time = try Column.timestamp(iso8601: ["2024-03-01"])
      let frame = try DataFrame(columns: [("customer_id", .int64([1])), ("a", time), ("b", time)])
      _ = try await store.historical(frame, ["\(view):age"])
    },
    Misuse("text for a key of integers", .typeMismatch) { store, view in
      _ = try await store.historical(try entities().adding("customer_id", .string(["1"])), ["\(view):age"])
    },
  ]

  private static let unknownViews: [Misuse] = [
    Misuse("historical", .viewNotFound) { store, view in
      _ = try await store.historical(entities(), ["\(view)x:age"])
    },
    Misuse("deleteFeatureView", .viewNotFound) { store, view in
      try await store.adapter.deleteFeatureView("\(view)x")
    },
    Misuse("featureView", .viewNotFound) { store, view in _ = try await store.adapter.featureView("\(view)x") },
  ]

  private static let materializing: [Misuse] = [
    Misuse("a start after the end", .invalidArgument) { store, view in
      try await store.materialize([view], "2024-02-01", "2024-01-01")
    },
    Misuse("a start that is no date", .invalidArgument) { store, view in
      try await store.materialize([view], "soon", "2024-01-01")
    },
    Misuse("an end that is no date", .invalidArgument) { store, view in
      try await store.materialize([view], "2024-01-01", "2024-13-01")
    },
    Misuse("an end that is no date, incrementally", .invalidArgument) { store, view in
      try await store.adapter.materializeIncremental(featureViews: [view], endDate: "later")
    },
    Misuse("an unknown view after a known one", .viewNotFound) { store, view in
      try await store.materialize([view, "\(view)x"], "2024-01-01", "2024-01-02")
    },
    Misuse("an unknown view, incrementally", .viewNotFound) { store, view in
      try await store.adapter.materializeIncremental(featureViews: ["\(view)x"], endDate: "2024-01-01")
    },
  ]

  private static let online: [Misuse] = [
    Misuse("an unknown view", .viewNotFound) { store, view in
      _ = try await store.online(["customer_id": [1]], ["\(view)x:age"])
    },
    Misuse("an unknown feature", .featureNotFound) { store, view in
      _ = try await store.online(["customer_id": [1]], ["\(view):nothing"])
    },
    Misuse("no feature", .invalidArgument) { store, _ in _ = try await store.online(["customer_id": [1]], []) },
    Misuse("a reference without a view", .invalidReference) { store, _ in
      _ = try await store.online(["customer_id": [1]], ["age"])
    },
    Misuse("a feature that is asked for twice", .duplicateFeature) { store, view in
      _ = try await store.online(["customer_id": [1]], ["\(view):age", "\(view):age"])
    },
    Misuse("no key", .invalidArgument) { store, view in _ = try await store.online([:], ["\(view):age"]) },
    Misuse("a key without values", .invalidArgument) { store, view in
      _ = try await store.online(["customer_id": []], ["\(view):age"])
    },
    Misuse("lists of different lengths", .invalidArgument) { store, view in
      _ = try await store.online(["customer_id": [1, 2], "other": [1]], ["\(view):age"])
    },
    Misuse("a key that is given twice", .invalidArgument) { store, view in
      _ = try await store.online(["customer_id": [1], "customer_id": [2]], ["\(view):age"])
    },
    Misuse("values for another key only", .entityKeyMissing) { store, view in
      _ = try await store.online(["other": [1]], ["\(view):age"])
    },
    Misuse("text that is no number for a key of integers", .typeMismatch) { store, view in
      _ = try await store.online(["customer_id": ["abc"]], ["\(view):age"])
    },
  ]
}
