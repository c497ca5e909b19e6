import FeatureStoreCore
import Foundation
import Testing

@Suite struct RegistryFileTests {
  /// As Python's `json.dump(indent=2)` writes it, with keys that a newer program could add.
  private static let python = """
    {
      "metadata": {"created_at": "2024-05-01T10:20:30.123456", "version": "1.0.0", "owner": "growth"},
      "features": {
        "spend_30d": {
          "name": "spend_30d", "description": "Ausgaben \\u20ac", "entity_key": "customer_id",
          "timestamp_column": "feature_timestamp", "source_columns": ["amount"], "computation_type": "window",
          "aggregation": "sum", "window_days": 30, "derivation_formula": null, "data_type": "float64",
          "fill_value": 0.0, "leakage_risk": "low", "leakage_notes": null, "tags": {"b": "x", "a": 1},
          "created_at": "2024-05-01T10:20:30", "version": 2, "unit": {"name": "EUR", "digits": [1, 2.50, 1e3]}
        },
        "age": {"name": "age", "description": "", "entity_key": "customer_id", "fill_value": NaN},
        "orders": {"name": "orders", "description": "", "entity_key": "customer_id", "fill_value": 0,
                   "computation_type": "aggregation", "aggregation": "count_distinct"}
      },
      "groups": {
        "behavioral": {"name": "behavioral", "description": "d", "source_table": "gold", "x": [true, null], "features": [
          {"name": "age", "description": "", "entity_key": "customer_id", "fill_value": null}]}
      },
      "written_by": "python"
    }
    """

  @Test("absent keys mean the defaults, numbers keep their kind")
  func loading() throws {
    let registry = try FeatureRegistry(jsonText: Self.python.utf8)
    #expect(registry.featureNames == ["spend_30d", "age", "orders"])
    let spend = try registry.feature("spend_30d")
    #expect(spend.description == "Ausgaben €")
    #expect(spend.fillValue == .float64(0))
    #expect(spend.windowDays == 30 && spend.version == 2 && spend.tags == ["b": "x"])
    #expect(spend.createdAt == "2024-05-01T10:20:30")
    let age = try registry.feature("age")
    #expect(age.timestampColumn == "feature_timestamp" && age.dataType == "float64" && age.createdAt == nil)
    #expect(age.fillValue?.doubleValue?.isNaN == true)
    #expect(try registry.feature("orders").fillValue == .int64(0))
    #expect(try registry.feature("orders").aggregation == .countDistinct)
    #expect(registry.group("behavioral")?.sourceTable == "gold")
  }

  @Test("load, save, load is the identity, and unknown keys survive")
  func identity() throws {
    let first = try FeatureRegistry(jsonText: Self.python.utf8).jsonText
    let second = try FeatureRegistry(jsonText: first).jsonText
    #expect(first == second)
    let text = String(decoding: first, as: UTF8.self)
    for kept in [#""owner": "growth""#, #""unit": {"#, "2.50", "1e3", #""a": 1"#, #""written_by": "python""#, "true,"] {
      #expect(text.contains(kept), "\(kept)")
    }
    #expect(text.contains(#""fill_value": NaN"#))
    #expect(text.contains(#""fill_value": 0.0"#))
    #expect(text.contains(#""created_at": "2024-05-01T10:20:30.123456""#))
  }

  @Test("a registry made here reads back equal from its file, whose folder is made")
  func file() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var registry = FeatureRegistry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "spend", description: "a \"quoted\"\nline \u{1}", entityKey: "id", sourceColumns: ["amount"],
        computationType: .window, aggregation: .sum, windowDays: 7, fillValue: .string("none"), leakageNotes: "ünï",
        tags: ["team": "growth"]), group: "g")
    let path = folder.appendingPathComponent("deep/features.json").path
    try registry.save(to: path)
    #expect(try FeatureRegistry.load(path) == registry)
    let error = #expect(throws: FeatureStoreError.self) { try FeatureRegistry.load(path + "x") }
    #expect(error?.code == .io)
  }

  @Test(
    "what is wrong in a file is named with its feature or line",
    arguments: [
      ("[]", "registry is a list"), ("{", "a key must be"), ("[", "ends"), ("{\"a\": 01}", "Line 1"), ("{} x", "after"),
      ("{\"a\" 1}", "colon"), ("{\"features\": {\n\"a\": {\"name\": \"b\", \"entity_key\": \"k\"}}}", "named 'b'"),
      ("{FEATURE}}}", "no \"entity_key\""),
      ("{FEATURE, \"entity_key\": \"k\", \"leakage_risk\": \"huge\"}}}", "low, medium, high"),
      ("{FEATURE, \"entity_key\": \"k\", \"window_days\": 1.5}}}", "whole number"),
      ("{FEATURE, \"entity_key\": \"k\", \"fill_value\": []}}}", "fill_value"),
      ("{FEATURE, \"entity_key\": \"k\", \"computation_type\": \"window\"}}}", "windowDays"),
      ("{\"a\": \"\\ud800\\u12\"}", "hexadecimal"), ("{\"a\": \"x", "closing quote"),
      (String(repeating: "[", count: 300), "deeper than 200"),
    ])
  func damage(_ text: String, _ expected: String) {
    let text = text.replacing("FEATURE", with: #""features": {"a": {"name": "a""#)
    let error = #expect(throws: FeatureStoreError.self) { try FeatureRegistry(jsonText: text.utf8) }
    #expect(error?.message.contains(expected) == true, "\(error?.message ?? "no error")")
  }
}
