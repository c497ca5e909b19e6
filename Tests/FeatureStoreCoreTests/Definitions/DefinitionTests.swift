import FeatureStoreCore
import Testing

@Suite struct DefinitionTests {
  @Test("the defaults are those of the Python framework")
  func defaults() throws {
    let feature = try TemporalFeatureDefinition(name: "age", description: "Age", entityKey: "customer_id")
    #expect(feature.timestampColumn == "feature_timestamp")
    #expect(feature.computationType == .passthrough)
    #expect(feature.dataType == "float64")
    #expect(feature.leakageRisk == .low)
    #expect(feature.version == 1)
    #expect(feature.createdAt?.hasSuffix("+00:00") == true)
    #expect(try feature.createdDate() != nil)
    #expect(feature.featureRef("customers") == "customers:age")
  }

  @Test(
    "a window needs days and an aggregation, a derived feature a formula, every feature a name and a key",
    arguments: [
      ("w", "id", FeatureComputationType.window, nil, TemporalAggregation.sum, nil, "windowDays"),
      ("w", "id", .window, 30, nil, nil, "no aggregation"),
      ("w", "id", .window, 0, .sum, nil, "0 days"),
      ("w", "id", .window, .max, .sum, nil, "1 to 106751"),
      ("w", "id", .derived, nil, nil, nil, "derivationFormula"),
      ("w", "id", .derived, nil, nil, "", "derivationFormula"),
      ("", "id", .passthrough, nil, nil, nil, "no name"),
      ("w", "", .passthrough, nil, nil, nil, "no entity key"),
    ] as [(String, String, FeatureComputationType, Int?, TemporalAggregation?, String?, String)])
  func refusals(
    _ name: String, _ key: String, _ type: FeatureComputationType, _ days: Int?, _ aggregation: TemporalAggregation?,
    _ formula: String?, _ expected: String
  ) throws {
    let error = #expect(throws: FeatureStoreError.self) {
      try TemporalFeatureDefinition(
        name: name, description: "", entityKey: key, computationType: type, aggregation: aggregation, windowDays: days,
        derivationFormula: formula)
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains(expected) == true)
  }

  @Test("missing columns are the source columns that are not there, in their order")
  func missing() throws {
    let feature = try TemporalFeatureDefinition(
      name: "r", description: "", entityKey: "id", sourceColumns: ["b", "a", "c"], computationType: .ratio)
    #expect(feature.missingColumns(in: ["a"]) == ["b", "c"])
    #expect(feature.missingColumns(in: ["a", "b", "c"]).isEmpty)
  }
}
