import FeatureStoreCore
import Testing

@Suite struct RegistryTests {
  private func feature(
    _ name: String, entity: String = "customer_id", type: FeatureComputationType = .passthrough,
    sources: [String] = [], risk: LeakageRisk = .low, formula: String? = nil
  ) throws -> TemporalFeatureDefinition {
    try TemporalFeatureDefinition(
      name: name, description: name, entityKey: entity, sourceColumns: sources, computationType: type,
      derivationFormula: formula, leakageRisk: risk)
  }

  @Test("a second feature of one name is refused unless it may overwrite, and nothing has changed then")
  func overwriting() throws {
    var registry = FeatureRegistry()
    try registry.register(try feature("age"), group: "people")
    let before = registry
    #expect(throws: FeatureStoreError.self) { try registry.register(try feature("age", risk: .high), group: "others") }
    #expect(registry == before)
    try registry.register(try feature("age", risk: .high), overwrite: true)
    #expect(registry.count == 1)
    #expect(registry.get("age")?.leakageRisk == .high)
    #expect(registry.group("people")?.feature("age")?.leakageRisk == .high)
  }

  @Test("groups are registered whole or not at all, and lose what is removed")
  func groups() throws {
    var registry = FeatureRegistry()
    try registry.register(try feature("a"))
    let group = FeatureGroup(name: "g", description: "", features: [try feature("b"), try feature("a")])
    let before = registry
    #expect(throws: FeatureStoreError.self) { try registry.register(group) }
    #expect(registry == before)
    try registry.register(group, overwrite: true)
    #expect(registry.featureNames == ["a", "b"])
    #expect(throws: FeatureStoreError.self) { try registry.register(FeatureGroup(name: "g", description: "")) }
    let removed = registry.remove("a")
    let removedAgain = registry.remove("a")
    #expect(removed && !removedAgain)
    #expect(registry.group("g")?.featureNames == ["b"])
    #expect(!registry.contains("a"))
    #expect(registry.get("a") == nil)
  }

  @Test("features are listed by computation type, entity and leakage risk, and named in references")
  func queries() throws {
    var registry = FeatureRegistry()
    try registry.register(try feature("a", risk: .high))
    try registry.register(try feature("b", entity: "shop_id", type: .interaction))
    #expect(registry.features(computationType: .interaction).map(\.name) == ["b"])
    #expect(registry.features(entityKey: "shop_id").map(\.name) == ["b"])
    #expect(registry.features(leakageRisk: .high).map(\.name) == ["a"])
    #expect(try registry.featureRefs("v") == ["v:a", "v:b"])
    #expect(try registry.featureRefs("v", ["b"]) == ["v:b"])
    let error = #expect(throws: FeatureStoreError.self) { try registry.featureRefs("v", ["c"]) }
    #expect(error?.message == "No feature 'c' in the registry. Features there: a, b.")
  }

  @Test("validation names the missing columns of each feature; other features stand for columns where they may")
  func validation() throws {
    var registry = FeatureRegistry()
    try registry.register(try feature("total", type: .aggregation, sources: ["amount"]))
    try registry.register(try feature("orders", type: .aggregation, sources: ["order_id"]))
    try registry.register(try feature("basket", type: .ratio, sources: ["total", "orders"]))
    try registry.register(try feature("copy", sources: ["total"]))
    #expect(registry.validate(columns: ["amount"]) == ["orders": ["order_id"], "copy": ["total"]])
  }
}
