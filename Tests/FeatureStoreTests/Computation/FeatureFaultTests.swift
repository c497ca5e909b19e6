import FeatureStore
import Testing

@Suite struct FeatureFaultTests {
  private static let events: DataFrame = [
    "id": .int64([1]), "at": .timestamp([Timestamp(seconds: 0)]), "amount": .float64([2.5]), "city": .string(["Oslo"]),
  ]

  private func registry(_ features: [TemporalFeatureDefinition]) throws -> FeatureRegistry {
    var registry = FeatureRegistry()
    for feature in features { try registry.register(feature) }
    return registry
  }

  private static func feature(
    _ name: String, _ type: FeatureComputationType = .derived, _ sources: [String] = [], formula: String? = nil,
    aggregation: TemporalAggregation? = nil, key: String = "id", time: String = "at", dataType: String = "float64",
    fill: FeatureValue? = nil
  ) throws -> TemporalFeatureDefinition {
    try TemporalFeatureDefinition(
      name: name, description: "", entityKey: key, timestampColumn: time, sourceColumns: sources, computationType: type,
      aggregation: aggregation, windowDays: type == .window ? 3 : nil, derivationFormula: formula ?? "1",
      dataType: dataType, fillValue: fill)
  }

  /// Definitions that are wrong whatever the events are, and what is said of each.
  private static let wrong: [@Sendable () throws -> (TemporalFeatureDefinition, String)] = [
    { (try feature("syntax", formula: "amount +"), "at character 9") },
    { (try feature("self", formula: "self + 1"), "closes a circle") },
    { (try feature("func", formula: "foo(amount)"), "no function 'foo'") },
    { (try feature("kind", formula: "word * 2"), "needs numbers") },
    { (try feature("unknowntype", dataType: "complex"), "data type 'complex'") },
    { (try feature("noagg", .aggregation, ["amount"]), "no aggregation function") },
    { (try feature("fill", .passthrough, ["amount"], fill: "many"), "fill value that does not fit") },
    {
      (try feature("dayfill", .passthrough, ["at"], dataType: "datetime", fill: "soon"), "fill value that does not fit")
    },
    {
      (try feature("intfill", .passthrough, ["amount"], dataType: "int64", fill: 0.5), "fill value that does not fit")
    },
    { (try feature("one", .ratio, ["amount"]), "Name two") },
    { (try feature("alone", .interaction, ["amount"]), "Name two or more") },
    { (try feature("many", .window, ["amount", "b"], aggregation: .sum), "exactly one") },
    { (try feature("none", .window, aggregation: .sum), "exactly one") },
    { (try feature("id", formula: "1"), "named like the column of keys") },
    { (try feature("texttype", formula: "'x'"), "data type float64") },
  ]

  @Test("every wrong definition is found without events, alone and with all others")
  func definitions() throws {
    let word = try Self.feature("word", .passthrough, ["city"], dataType: "string")
    for make in Self.wrong {
      let (feature, expected) = try make()
      let faults = try registry([word, feature]).faults()
      #expect(faults.count == 1 && faults.first?.feature == feature.name, "\(feature.name): \(faults)")
      #expect(faults.first?.message.contains(expected) == true, "\(feature.name): \(faults)")
    }
    let all = try registry([word] + Self.wrong.map { try $0().0 })
    #expect(all.faults().count == Self.wrong.count)
    #expect(all.faults().allSatisfy { !$0.description.contains("\n") })
  }

  @Test("publishing refuses each of them, and names all at once")
  func publishing() throws {
    let all = try registry(
      Self.wrong.map { try $0().0 } + [Self.feature("word", .passthrough, ["city"], dataType: "string")])
    let error = #expect(throws: FeatureStoreError.self) {
      try FeatureComputation(all).run(Self.events, computes: .all)
    }
    for make in Self.wrong where try make().0.name != "self" {
      let name = try make().0.name
      #expect(error?.message.contains("\n- \(name): ") == true, "\(name)")
    }
  }

  @Test("a circle is one fault, and what depends on a fault is none")
  func circle() throws {
    let faults = try registry([
      Self.feature("a", formula: "b"), Self.feature("b", formula: "c"), Self.feature("c", formula: "a"),
      Self.feature("d", formula: "a + 1"), Self.feature("e", .aggregation, ["amount"]),
      Self.feature("f", formula: "e * 2"),
    ]).faults()
    #expect(faults.map(\.feature) == ["c", "e"], "\(faults)")
  }

  @Test("several entity keys or time columns need a choice, and each is looked at")
  func choices() throws {
    let several = try registry([
      Self.feature("a", .passthrough, ["amount"]), Self.feature("b", formula: "1 +", key: "other"),
    ])
    let faults = several.faults()
    #expect(
      faults.count == 2 && faults[0].message.contains("several entity keys") && faults[1].feature == "b", "\(faults)")
    #expect(several.faults(entityKey: "id").isEmpty)
    #expect(several.faults(Self.events, entityKey: "id").isEmpty)
    let times = try registry([
      Self.feature("a", .passthrough, ["amount"]), Self.feature("b", .passthrough, ["amount"], time: "then"),
    ])
    #expect(times.faults().map(\.message).first?.contains("several timestamp columns") == true)
    #expect(times.faults(timestampColumn: "at").isEmpty)
    #expect(try registry([]).faults().count == 1)
  }

  @Test("with events everything is found that only they tell, all at once")
  func withEvents() throws {
    let faults = try registry([
      Self.feature("x", formula: "amount / foo"), Self.feature("y", .passthrough, ["gone"]),
      Self.feature("z", .aggregation, ["city"], aggregation: .sum),
      Self.feature("w", .passthrough, ["amount"], dataType: "int64"),
      Self.feature("ok", formula: "amount * 2"), Self.feature("v", formula: "city + 1"),
    ]).faults(Self.events)
    #expect(Set(faults.map(\.feature)) == ["x", "y", "z", "w", "v"], "\(faults)")
    #expect(faults.first { $0.feature == "x" }?.message.contains("character 10") == true)
  }

  @Test("missing keys, no rows and a table that cannot be named are faults")
  func frames() throws {
    let fine = try registry([Self.feature("a", .passthrough, ["amount"])])
    #expect(fine.faults(Self.events).isEmpty)
    #expect(try fine.faults(Self.events.drop(["id"])).first?.message.contains("no column 'id'") == true)
    #expect(fine.faults(Self.events.head(0)).first?.message.contains("Nothing to publish") == true)
    #expect(fine.faults(Self.events, cutoffDate: "1969-12-31").first?.message.contains("after the cut-off") == true)
    #expect(fine.faults(table: "a b").count == 1)
    #expect(fine.faults(cutoffDate: "soon").count == 1)
  }

  @Test("thousands of faults and unknown names stay linear and short")
  func many() throws {
    let faults = try registry((0..<5_000).map { try Self.feature("f\($0)", formula: "nobody + 1") }).faults(Self.events)
    #expect(faults.count == 5_000 && faults.allSatisfy { $0.message.count < 1_000 })
  }
}
