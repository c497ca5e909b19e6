import FeatureStore
import Testing

/// Customers 1 to 3 with one feature of each common type; customer 2 has a null, customer 1 two rows.
private let gold: DataFrame = [
  "customer_id": .int64([1, 2, 1, 3]),
  "event_timestamp": .timestamp([
    Timestamp(seconds: 1_704_067_200), Timestamp(seconds: 1_704_153_600), Timestamp(seconds: 1_706_745_600),
    Timestamp(seconds: 1_704_412_800),
  ]),
  "age": .int64([30, 40, 31, 50]), "spend": .float64([1.5, nil, 3.25, 4]),
  "city": .string(["Oslo", nil, "Bergen", ""]),
]

@Suite struct FeastAdapterTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func entities(_ ids: [Int64?], _ times: [String?]) throws -> DataFrame {
    try DataFrame(columns: [("customer_id", .int64(ids)), ("event_timestamp", try .timestamp(iso8601: times))])
  }

  @Test("the four verbs, from a gold frame to online values")
  func fourVerbs() async throws {
    let config = FeatureViewConfig(name: "customers", entityKey: "customer_id", ttlDays: 30)
    #expect(try await store.registerFeatureView(config, gold) == "feature_store.customers")
    let training = try await store.getHistoricalFeatures(
      entityDF: entities(
        [3, 1, 1, 9, nil, 2], ["2024-02-04", "2024-01-15", "2024-02-01", "2024-02-01", "2024-02-01", nil]),
      featureRefs: ["customers:age", "customers:city"])
    #expect(training.columnNames == ["customer_id", "event_timestamp", "age", "city"])
    #expect(try training.column("age") == .int64([50, 30, 31, nil, nil, nil]))
    #expect(try training.column("city") == .string(["", "Oslo", "Bergen", nil, nil, nil]))

    let done = try await store.materialize(featureViews: ["customers"], startDate: "2024-01-01", endDate: "2024-12-31")
    #expect(done.map(\.entities) == [3])
    let online = try await store.getOnlineFeatures(
      entityKeys: ["customer_id": [2, 9, 1, 2]], featureRefs: ["customers:spend", "customers:age"])
    #expect(online.columnNames == ["customer_id", "spend", "age"])
    #expect(try online["age"].values == [40, .null, 31, 40])
    #expect(try online["spend"].statuses == [.null, .notFound, .present, .null])
    #expect(try online["age"].eventTimestamps[2]?.description == "2024-02-01T00:00:00Z")
  }

  @Test("both ends of the ttl window count, a microsecond outside does not")
  func ttlBoundary() async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "customer_id", ttlDays: 1), gold)
    let training = try await store.getHistoricalFeatures(
      entityDF: entities(
        [3, 3, 3, 3], ["2024-01-05", "2024-01-06", "2024-01-06T00:00:00.000001", "2024-01-04T23:59:59.999999"]),
      featureRefs: ["v:age"])
    #expect(try training.column("age") == .int64([50, 50, nil, nil]))
  }

  @Test("rows created after the entity row's time are passed over when asked")
  func createdCutoff() async throws {
    // The created times are finer than the event times: the comparison must not round them.
    let written = try DataFrame(columns: [
      ("id", .int64([1, 1, 1])), ("ts", try .timestamp(iso8601: ["2024-01-01", "2024-01-02", "2024-01-02T00:01:00"])),
      (
        "created",
        try .timestamp(iso8601: ["2024-01-01T01:00:00", "2024-01-02T01:00:00.000001", "2024-01-02T03:00:00"])
      ), ("x", .int64([10, 20, 30])),
    ])
    let config = FeatureViewConfig(
      name: "v", entityKey: "id", timestampColumn: "ts", createdTimestampColumn: "created")
    try await store.registerFeatureView(config, written, mode: .overwrite)
    let times = ["2024-01-01", "2024-01-02T01:00:00", "2024-01-02T01:00:00.000001", "2024-01-02T03:00:00"]
    let spine = try DataFrame(columns: [
      ("id", .int64([1, 1, 1, 1])), ("event_timestamp", try .timestamp(iso8601: times)),
    ])
    func values(_ options: HistoricalOptions) async throws -> Column {
      try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"], options: options).column("x")
    }
    #expect(try await values(HistoricalOptions(filterByCreatedTimestamp: true)) == .int64([nil, 10, 20, 30]))
    #expect(try await values(HistoricalOptions()) == .int64([10, 30, 30, 30]))
  }

  @Test("an online answer repeats every join key of the project that was given, and no other name")
  func keysInTheAnswer() async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "customers", entityKey: "customer_id"), gold)
    let shops: DataFrame = [
      "shop": .string(["a"]), "event_timestamp": .timestamp([Timestamp(seconds: 1)]), "size": .int64([1]),
    ]
    try await store.registerFeatureView(FeatureViewConfig(name: "shops", entityKey: "shop"), shops)
    let online = try await store.getOnlineFeatures(
      entityKeys: ["shop": ["a"], "other": ["b"], "customer_id": ["2"]], featureRefs: ["customers:age"])
    #expect(online.columnNames == ["shop", "customer_id", "age"])
    #expect(try online["customer_id"].values == [2])
  }

  @Test("merge keeps the union and the newest created row; overwrite replaces")
  func modes() async throws {
    func frame(_ ids: [Int64], _ created: String, _ x: [Int64]) throws -> DataFrame {
      try DataFrame(columns: [
        ("id", .int64(ids)), ("ts", try .timestamp(iso8601: ids.map { _ in "2024-01-01" })),
        ("created", try .timestamp(iso8601: ids.map { _ in created })), ("x", .int64(x)),
      ])
    }
    let config = FeatureViewConfig(
      name: "v", entityKey: "id", timestampColumn: "ts", createdTimestampColumn: "created")
    func values() async throws -> Column {
      let spine = try DataFrame(columns: [
        ("id", .int64([1, 2, 3])), ("t", try .timestamp(iso8601: ["2025-01-01", "2025-01-01", "2025-01-01"])),
      ])
      return try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"]).column("x")
    }
    try await store.registerFeatureView(config, frame([1, 2], "2024-01-02", [10, 20]))
    try await store.registerFeatureView(config, frame([2, 3], "2024-01-03", [21, 30]))
    #expect(try await values() == .int64([10, 21, 30]))
    try await store.registerFeatureView(config, frame([1, 2], "2024-01-01", [99, 99]))
    #expect(try await values() == .int64([10, 21, 30]))
    try await store.registerFeatureView(config, frame([2], "2024-01-01", [7]), mode: .overwrite)
    #expect(try await values() == .int64([nil, 7, nil]))
  }

  @Test("merging keeps a column's type exactly, adds features that are named, and keeps the columns of others")
  func mergedTypes() async throws {
    func frame(_ id: Int64, _ name: String, _ column: Column) throws -> DataFrame {
      try DataFrame(columns: [
        ("id", .int64([id])), ("event_timestamp", try .timestamp(iso8601: ["2024-01-01"])), (name, column),
      ])
    }
    let config = FeatureViewConfig(name: "v", entityKey: "id")
    try await store.registerFeatureView(config, frame(1, "a", .int64([7])))
    try await store.registerFeatureView(config, frame(2, "a", .int32([8])))
    let named = FeatureViewConfig(name: "v", entityKey: "id", features: ["b"])
    try await store.registerFeatureView(named, frame(3, "b", .string(["new"])))
    let view = try await store.featureView("v")
    #expect(view.features.map(\.name) == ["b"])
    let stored = try DataFrame(parquet: "\(folder.file("repo"))/\(view.source)")
    #expect(stored.columnNames == ["id", "event_timestamp", "b", "a"])
    #expect(try stored.column("a") == .int64([7, 8, nil]))
    let before = try folder.contents()
    let error = await #expect(throws: FeatureStoreError.self) {
      try await store.registerFeatureView(config, frame(4, "b", .int64([1])))
    }
    #expect(error?.code == .conflict)
    #expect(try folder.contents() == before)
  }

  @Test("an older event never replaces a newer one online, and incremental goes on where the last run ended")
  func materializing() async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "customer_id"), gold)
    func age() async throws -> [FeatureValue] {
      try await store.getOnlineFeatures(entityKeys: ["customer_id": [1, 3]], featureRefs: ["v:age"])["age"].values
    }
    try await store.materialize(featureViews: [], startDate: "2024-01-01", endDate: "2024-01-01")
    #expect(try await age() == [30, .null])
    let next = try await store.materializeIncremental(featureViews: ["v"], endDate: "2024-03-01")
    #expect(next.map(\.start.description) == ["2024-01-01T00:00:00Z"])
    #expect(try await age() == [31, 50])
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-01-02")
    #expect(try await age() == [31, 50])
    let again = try await store.materializeIncremental(featureViews: ["v"], endDate: "2024-02-01")
    #expect(again.map(\.entities) == [0])
    await #expect(throws: FeatureStoreError.self) {
      try await store.materialize(featureViews: ["v"], startDate: "2024-02-01", endDate: "2024-01-01")
    }
  }

  @Test("rows after the cut-off date never enter, the one at it does")
  func cutoff() async throws {
    let config = FeatureViewConfig(name: "v", entityKey: "customer_id", cutoffDate: "2024-01-05")
    try await store.registerFeatureView(config, gold)
    let view = try await store.featureView("v")
    #expect(try DataFrame(parquet: "\(folder.file("repo"))/\(view.source)").rowCount == 3)
  }

  @Test("views of two keys, of text keys, and several at once, with full names")
  func keys() async throws {
    let pair: DataFrame = try [
      "customer_id": .int64([1, 1]), "shop": .string(["a", "b"]),
      "event_timestamp": .timestamp(iso8601: ["2024-01-01", "2024-01-01"]), "age": .int32([7, 8]),
    ]
    try await store.registerFeatureView(FeatureViewConfig(name: "pairs", entityKeys: ["shop", "customer_id"]), pair)
    try await store.registerFeatureView(FeatureViewConfig(name: "customers", entityKey: "customer_id"), gold)
    let spine: DataFrame = try [
      "customer_id": .int64([1, 1, 2]), "shop": .string(["b", "z", "a"]),
      "event_timestamp": .timestamp(iso8601: ["2024-01-03", "2024-01-03", "2024-01-03"]),
    ]
    let references = ["pairs:age", "customers:age"]
    let training = try await store.getHistoricalFeatures(
      entityDF: spine, featureRefs: references, options: HistoricalOptions(fullFeatureNames: true))
    #expect(try training.column("pairs__age") == .int32([8, nil, nil]))
    #expect(try training.column("customers__age") == .int64([30, 30, 40]))
    try await store.materialize(featureViews: [], startDate: "2024-01-01", endDate: "2024-12-31")
    let online = try await store.getOnlineFeatures(
      entityKeys: ["shop": ["a", "b"], "customer_id": ["1", 2]], featureRefs: references,
      options: OnlineOptions(fullFeatureNames: true))
    #expect(online.columnNames == ["shop", "customer_id", "pairs__age", "customers__age"])
    #expect(try online["customer_id"].values == [1, 2])
    #expect(try online["pairs__age"].values == [.int32(7), .null])
    #expect(try online["customers__age"].values == [31, 40])
  }

  @Test("a deleted view is gone from the registry and the online store; its file stays")
  func deleting() async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "customer_id"), gold)
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    let source = try await store.featureView("v").source
    try await store.deleteFeatureView("v")
    #expect(try await store.listFeatureViews().isEmpty)
    #expect(try DataFrame(parquet: "\(folder.file("repo"))/\(source)").rowCount == 4)
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "customer_id"), gold)
    let online = try await store.getOnlineFeatures(entityKeys: ["customer_id": [1]], featureRefs: ["v:age"])
    #expect(try online["age"].statuses == [.notFound])
  }

  @Test("tasks that register many views at once lose none")
  func concurrentRegistration() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          let own = try folder.store()
          for view in 0..<5 {
            try await own.registerFeatureView(
              FeatureViewConfig(name: "v\(worker)_\(view)", entityKey: "customer_id"), gold)
          }
          try await own.registerFeatureView(
            FeatureViewConfig(name: "shared", entityKey: "customer_id"),
            [
              "customer_id": .int64([Int64(worker)]), "event_timestamp": .timestamp([Timestamp(seconds: 0)]),
              "x": .int64([1]),
            ])
        }
      }
      try await group.waitForAll()
    }
    #expect(try await store.listFeatureViews().count == 21)
    let shared = try await store.featureView("shared")
    #expect(try DataFrame(parquet: "\(folder.file("repo"))/\(shared.source)").rowCount == 4)
  }
}
