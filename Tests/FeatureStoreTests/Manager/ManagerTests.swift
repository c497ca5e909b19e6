import FeatureStore
import Foundation
import Testing

@Suite struct ManagerTests {
  private let folder: TemporaryFolder
  private let manager: FeatureStoreManager
  private static let purchases: DataFrame = [
    "customer_id": .int64([1, 1, 2, 1]),
    "feature_timestamp": .timestamp([0, 10, 5, 40].map { Timestamp(seconds: $0 * 86_400) }),
    "amount": .float64([10, 20, 5, 100]),
  ]

  init() throws {
    folder = try TemporaryFolder()
    manager = FeatureStoreManager(backend: try folder.store(), outputPath: folder.file("output"))
  }

  private func registry(risky: Bool = false) throws -> FeatureRegistry {
    var registry = FeatureRegistry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "spend_30d", description: "", entityKey: "customer_id", sourceColumns: ["amount"],
        computationType: .window, aggregation: .sum, windowDays: 30, fillValue: 0.0))
    try registry.register(
      TemporalFeatureDefinition(
        name: "orders", description: "", entityKey: "customer_id", computationType: .aggregation, aggregation: .count,
        dataType: "int64", leakageRisk: risky ? .high : .low, leakageNotes: risky ? "counts refunds" : nil))
    try registry.register(
      TemporalFeatureDefinition(
        name: "basket", description: "", entityKey: "customer_id", sourceColumns: ["spend_30d", "orders"],
        computationType: .ratio))
    return registry
  }

  private static let entities: DataFrame = [
    "customer_id": .int64([1, 1, 2, 3]),
    "event_timestamp": .timestamp([9, 10, 100, 100].map { Timestamp(seconds: $0 * 86_400) }),
  ]

  @Test("raw events are computed, published, and come back point in time, offline and online")
  func wholePath() async throws {
    let done = try await manager.publishFeatures(Self.purchases, try registry(), cutoffDate: "1970-02-01")
    #expect(done.rowCount == 3 && done.rowsAfterCutoff == 1 && done.features == ["spend_30d", "orders", "basket"])
    #expect(try await manager.listTables() == ["customer_features"])
    let training = try await manager.getTrainingFeatures(Self.entities, try registry())
    #expect(training.columnNames == ["customer_id", "event_timestamp", "spend_30d", "orders", "basket"])
    #expect(try Array(training["spend_30d", as: Double.self]) == [10, 30, 5, nil])
    #expect(try Array(training["orders", as: Int64.self]) == [1, 2, 1, nil])
    #expect(try Array(training["basket", as: Double.self]) == [10, 15, 5, nil])
    let inference = try await manager.getInferenceFeatures(Self.entities, try registry())
    #expect(inference == training)
    try await manager.backend.materialize(
      featureViews: ["customer_features"], startDate: "1970-01-01", endDate: "1970-12-31")
    let online = try await manager.getOnlineFeatures(
      ["customer_id": [1, 2]], try registry(), featureNames: ["basket"])
    #expect(online.columns.last?.values == [15.0, 5.0])
  }

  @Test("one project has one cut-off date: another one is refused with both dates named")
  func cutoff() async throws {
    try await manager.publishFeatures(Self.purchases, try registry(), "a", cutoffDate: "1970-02-01")
    #expect(try await manager.cutoffDate() == Timestamp("1970-02-01"))
    let before = try folder.contents()
    for (table, mode) in [("b", WriteMode.merge), ("a", .merge), ("b", .overwrite)] {
      let error = await #expect(throws: FeatureStoreError.self) {
        try await manager.publishFeatures(
          Self.purchases, try registry(), table, mode: mode, cutoffDate: "1970-03-01")
      }
      #expect(error?.code == .conflict)
      #expect(error?.message.contains("1970-03-01T00:00:00Z") == true)
      #expect(error?.message.contains("1970-02-01T00:00:00Z") == true)
    }
    #expect(try folder.contents() == before)
    let second = try await manager.publishFeatures(Self.purchases, try registry(), "b")
    #expect(second.cutoffDate == (try Timestamp("1970-02-01")) && second.rowsAfterCutoff == 1)
    let frame: DataFrame = [
      "customer_id": .int64([9]), "feature_timestamp": .timestamp([Timestamp(seconds: 0)]), "x": .int64([1]),
    ]
    try await manager.backend.registerFeatureView(FeatureViewConfig(name: "foreign", entityKey: "customer_id"), frame)
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.purchases, try registry(), "foreign")
    }
  }

  @Test("a ttl withholds older values from training, a negative one is refused, stays, and 0 days lift it")
  func ttl() async throws {
    let entities: DataFrame = [
      "customer_id": .int64([2, 2, 1]),
      "event_timestamp": .timestamp([25, 26, 100].map { Timestamp(seconds: $0 * 86_400) }),
    ]
    try await manager.publishFeatures(Self.purchases, try registry(), ttlDays: 20, cutoffDate: "1970-03-01")
    #expect(try await manager.backend.featureView("customer_features").ttl == .seconds(20 * 86_400))
    let training = try await manager.getTrainingFeatures(entities, try registry())
    #expect(try Array(training["orders", as: Int64.self]) == [1, nil, nil])
    try await manager.publishFeatures(Self.purchases, try registry())
    #expect(try await manager.backend.featureView("customer_features").ttl == .seconds(20 * 86_400))
    try await manager.publishFeatures(Self.purchases, try registry(), ttlDays: 0)
    let unlimited = try await manager.getTrainingFeatures(entities, try registry())
    #expect(try Array(unlimited["orders", as: Int64.self]) == [1, 1, 3])
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.purchases, try registry(), ttlDays: -1)
    }
  }

  @Test("of two first publications at the same time with different dates one is refused, and leaves no table")
  func race() async throws {
    let late = FeatureStoreManager(
      backend: LateAdapter(base: manager.backend), outputPath: folder.file("late"))
    try await manager.publishFeatures(Self.purchases, try registry(), "a", cutoffDate: "1970-02-01")
    let error = await #expect(throws: FeatureStoreError.self) {
      try await late.publishFeatures(Self.purchases, try registry(), "b", cutoffDate: "1970-03-01")
    }
    #expect(error?.code == .conflict)
    #expect(error?.message.contains("1970-02-01") == true && error?.message.contains("1970-03-01") == true)
    #expect(try await manager.listTables() == ["a"])
    #expect(try await manager.cutoffDate() == Timestamp("1970-02-01"))
  }

  @Test("the only table may be replaced with another cut-off date")
  func replaced() async throws {
    try await manager.publishFeatures(Self.purchases, try registry(), cutoffDate: "1970-02-01")
    let done = try await manager.publishFeatures(
      Self.purchases, try registry(), mode: .overwrite, cutoffDate: "1970-03-01")
    #expect(done.rowsAfterCutoff == 0 && done.rowCount == 4)
  }

  @Test("high-risk features are listed and refused in training frames unless they are allowed by name")
  func highRisk() async throws {
    let risky = try registry(risky: true)
    try await manager.publishFeatures(Self.purchases, risky, cutoffDate: "1970-02-01")
    let error = await #expect(throws: FeatureStoreError.self) {
      try await manager.getTrainingFeatures(Self.entities, risky)
    }
    #expect(error?.code == .leakage)
    #expect(error?.message.contains("orders (counts refunds)") == true)
    let allowed = try await manager.getTrainingFeatures(Self.entities, risky, allowingHighRisk: ["orders"])
    #expect(allowed.hasColumn("orders"))
    let without = try await manager.getTrainingFeatures(Self.entities, risky, featureNames: ["spend_30d"])
    #expect(!without.hasColumn("orders"))
  }

  @Test("bad input changes nothing on disk")
  func badInput() async throws {
    let before = try folder.contents()
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.purchases.drop(["amount"]), try registry())
    }
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.purchases, try registry(), cutoffDate: "1960-01-01")
    }
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.purchases, try registry(), entityKey: "shop")
    }
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.purchases, FeatureRegistry())
    }
    #expect(try folder.contents() == before)
  }

  @Test("create opens the named backend; a data root takes the data files, and the rows are found there")
  func creation() async throws {
    let environment = ["FEATURE_STORE_BACKEND": "feast"]
    let there = try FeatureStoreManager.create(
      backend: .feast, repoPath: folder.file("repo2"), dataRoot: folder.file("gold"), environment: environment)
    try await there.publishFeatures(Self.purchases, try registry(), cutoffDate: "1970-02-01")
    #expect(try folder.contents().keys.contains { $0.hasPrefix("gold/customer_features/v") })
    let again = try getFeatureStoreManager(repoPath: folder.file("repo2"), environment: environment)
    let training = try await again.getTrainingFeatures(Self.entities, try registry())
    #expect(try Array(training["orders", as: Int64.self]) == [1, 2, 1, nil])
    #expect(throws: FeatureStoreError.self) {
      try FeatureStoreManager.create(backend: .databricks, catalog: "main", schema: "features", environment: [:])
    }
  }

  @Test("another backend gives the same rows, cut-off dates and refusals", arguments: 1...4 as ClosedRange<UInt64>)
  func anyBackend(_ seed: UInt64) async throws {
    let other = FeatureStoreManager(backend: DictionaryAdapter(), outputPath: folder.file("other"))
    let events = try NaiveFeatures.random(seed: seed, count: 120, keys: 6).frame()
    var registry = FeatureRegistry()
    for (name, days) in [("sum_7d", 7), ("sum_30d", 30)] {
      try registry.register(
        TemporalFeatureDefinition(
          name: name, description: "", entityKey: "id", timestampColumn: "at", sourceColumns: ["amount"],
          computationType: .window, aggregation: .sum, windowDays: days))
    }
    let entities: DataFrame = [
      "id": .int64((0..<60).map { Int64($0 % 8) }),
      "event_timestamp": .timestamp((0..<60).map { Timestamp(seconds: Int64($0 - 25) * 86_400) }),
    ]
    var frames: [DataFrame] = []
    for manager in [manager, other] {
      let done = try await manager.publishFeatures(events, registry, cutoffDate: "1970-01-31")
      #expect(done.rowsAfterCutoff > 0)
      frames.append(try await manager.getTrainingFeatures(entities, registry))
      #expect(try await manager.cutoffDate() == Timestamp("1970-01-31"))
      await #expect(throws: FeatureStoreError.self) {
        try await manager.publishFeatures(events, registry, cutoffDate: "1970-01-30")
      }
    }
    let isSame = frames[0] == frames[1]
    #expect(isSame, "seed \(seed)")
    #expect(try frames[0].column("sum_7d").nullCount < 60)
  }
}
