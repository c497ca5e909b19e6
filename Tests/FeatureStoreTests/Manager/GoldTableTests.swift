import FeatureStore
import Testing

/// Publishing frames whose feature columns are already computed.
@Suite struct GoldTableTests {
  private let folder: TemporaryFolder
  private let manager: FeatureStoreManager

  init() throws {
    folder = try TemporaryFolder()
    manager = FeatureStoreManager(backend: try folder.store(), outputPath: folder.file("output"))
  }

  /// A gold table: `spend_30d` and `orders` are finished, there is no `amount`.
  private static let gold: DataFrame = [
    "customer_id": .int64([1, 2, 2]),
    "feature_timestamp": .timestamp([0, 5, 9].map { Timestamp(seconds: $0 * 86_400) }),
    "spend_30d": .float64([40, nil, 8]), "orders": .int64([4, 2, 3]), "tenure": .float64([12, 7, 7]),
  ]

  private func registry(own: Bool = false) throws -> FeatureRegistry {
    func feature(
      _ name: String, _ type: FeatureComputationType, _ sources: [String], _ aggregation: TemporalAggregation? = nil,
      dataType: String = "float64", formula: String? = nil
    ) throws -> TemporalFeatureDefinition {
      try TemporalFeatureDefinition(
        name: name, description: "", entityKey: "customer_id", sourceColumns: sources, computationType: type,
        aggregation: aggregation, windowDays: type == .window ? 30 : nil, derivationFormula: formula,
        dataType: dataType, fillValue: name == "spend_30d" ? 0.0 : nil)
    }
    var registry = FeatureRegistry()
    try registry.register(feature("spend_30d", .window, ["amount"], .sum))
    try registry.register(feature("orders", .aggregation, [], .count, dataType: "int64"))
    try registry.register(feature("basket", .ratio, ["spend_30d", "orders"]))
    try registry.register(feature("longest", .aggregation, ["tenure"], .max))
    if own { try registry.register(feature("tenure", .window, ["tenure"], .max)) }
    return registry
  }

  private func rows() async throws -> DataFrame {
    try await manager.backend.readTable("customer_features").sorted(by: ["customer_id", "feature_timestamp"])
  }

  @Test("columns that are there are copied, the others computed from them, and both are named")
  func missing() async throws {
    let done = try await manager.publishFeatures(Self.gold, try registry())
    #expect(done.copied == ["spend_30d", "orders"] && done.computed == ["basket", "longest"] && done.omitted.isEmpty)
    #expect(done.features == ["spend_30d", "orders", "basket", "longest"])
    let rows = try await rows()
    #expect(try Array(rows["spend_30d", as: Double.self]) == [40, 0, 8])
    #expect(try Array(rows["orders", as: Int64.self]) == [4, 2, 3])
    #expect(try Array(rows["basket", as: Double.self]) == [10, 0, 8.0 / 3])
    #expect(!rows.hasColumn("tenure"))
  }

  @Test("none publishes what is there, as the Python framework does, and says what is left out")
  func none() async throws {
    let done = try await manager.publishFeatures(Self.gold, try registry(), computes: .none)
    #expect(done.copied == ["spend_30d", "orders"] && done.computed.isEmpty && done.omitted == ["basket", "longest"])
    #expect(try await rows().columnNames == ["customer_id", "feature_timestamp", "spend_30d", "orders"])
    let bare = try Self.gold.select(["customer_id", "feature_timestamp"])
    let error = await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(bare, try registry(), "other", computes: .none)
    }
    #expect(error?.message.contains("none of the 4 features") == true)
    #expect(try await manager.listTables() == ["customer_features"])
  }

  @Test("all computes every feature, whatever columns there are")
  func all() async throws {
    let error = await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.gold, try registry(), computes: .all)
    }
    #expect(error?.message.contains("needs the column 'amount'") == true)
    let events = try Self.gold.adding("amount", .float64([1, 2, 3]))
    let done = try await manager.publishFeatures(events, try registry(), computes: .all)
    #expect(done.copied.isEmpty && done.computed == ["spend_30d", "orders", "basket", "longest"])
    #expect(try Array(await rows()["spend_30d", as: Double.self]) == [1, 2, 5])
  }

  @Test("a column that is both the feature's name and its source is not guessed at")
  func ownColumn() async throws {
    let error = await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(Self.gold, try registry(own: true))
    }
    #expect(error?.message.contains("'tenure' is made from a column of its own name") == true)
    #expect(try await manager.listTables().isEmpty)
    let copied = try await manager.publishFeatures(Self.gold, try registry(own: true), computes: .none)
    #expect(copied.copied == ["spend_30d", "orders", "tenure"])
  }

  @Test("a copied column is brought into its type or refused, and a formula nobody can read does not matter for it")
  func types() async throws {
    var registry = try registry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "tenure", description: "", entityKey: "customer_id", computationType: .derived,
        derivationFormula: "df['months'].clip(0)", dataType: "int64"))
    let done = try await manager.publishFeatures(Self.gold, registry)
    #expect(done.copied.contains("tenure"))
    #expect(try Array(await rows()["tenure", as: Int64.self]) == [12, 7, 7])
    let texts = try Self.gold.drop(["orders"]).adding("orders", .string(["a", "b", "c"]))
    await #expect(throws: FeatureStoreError.self) {
      try await manager.publishFeatures(texts, registry, mode: .overwrite)
    }
  }
}
