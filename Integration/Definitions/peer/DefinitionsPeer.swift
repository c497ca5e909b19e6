import FeatureStore
import Foundation

/// Writes and copies registry files for `check.py`.
///
///   definitions-peer make OUT       a registry with a feature of each computation type, made in Swift
///   definitions-peer copy IN OUT    load, save, load: fails unless both are equal
@main
struct DefinitionsPeer {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("definitions-peer: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    switch (arguments.first, arguments.count) {
    case ("make", 2): try registry().save(to: arguments[1])
    case ("copy", 3):
      let registry = try FeatureRegistry.load(arguments[1])
      try registry.save(to: arguments[2])
      // By their texts: a NaN among the values is not equal to itself.
      guard try FeatureRegistry.load(arguments[2]).jsonText == registry.jsonText else {
        throw PeerFailure(text: "the copy differs")
      }
    default: throw PeerFailure(text: "usage: definitions-peer make OUT | copy IN OUT")
    }
  }

  private static func registry() throws -> FeatureRegistry {
    var registry = FeatureRegistry()
    try registry.register(feature("amount", .passthrough))
    try registry.register(
      feature("orders", .aggregation, aggregation: .count, type: "int64", fill: 0), group: "history")
    for aggregation in TemporalAggregation.allCases {
      try registry.register(
        feature("\(aggregation.rawValue)_30d", .window, ["amount"], aggregation: aggregation, days: 30, fill: 0.5),
        group: "windows")
    }
    try registry.register(feature("basket", .ratio, ["sum_30d", "orders"]))
    try registry.register(feature("product", .interaction, ["sum_30d", "orders"]))
    try registry.register(feature("recency", .derived, formula: "feature_timestamp - first_seen"))
    return registry
  }

  private static func feature(
    _ name: String, _ type: FeatureComputationType, _ sources: [String] = [], aggregation: TemporalAggregation? = nil,
    days: Int? = nil, formula: String? = nil, type dataType: String = "float64", fill: FeatureValue? = nil
  ) throws -> TemporalFeatureDefinition {
    try TemporalFeatureDefinition(
      name: name, description: "\(name) – \"tested\"\n", entityKey: "customer_id", sourceColumns: sources,
      computationType: type, aggregation: aggregation, windowDays: days, derivationFormula: formula, dataType: dataType,
      fillValue: fill, leakageRisk: .medium, leakageNotes: "ünïcode 🎈", tags: ["team": "growth"])
  }
}

struct PeerFailure: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
