import FeatureStore
import Foundation
import Testing

@Suite struct FeatureCommandTests {
  private let folder: CommandFolder

  init() throws {
    folder = try CommandFolder()
    var registry = FeatureRegistry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "oldest", description: "", entityKey: "customer_id", timestampColumn: "event_timestamp",
        sourceColumns: ["age"], computationType: .aggregation, aggregation: .max, dataType: "int64"))
    try registry.register(
      TemporalFeatureDefinition(
        name: "secret", description: "", entityKey: "customer_id", timestampColumn: "event_timestamp",
        computationType: .derived, derivationFormula: "oldest * 2", leakageRisk: .high, leakageNotes: "knows too much"))
    try registry.save(to: folder.file("features.json"))
  }

  @Test("features are listed, shown and validated")
  func features() async throws {
    let file = folder.file("features.json")
    #expect(await folder.run("features", "list", file).output.contains("max of age"))
    let risky = await folder.run("features", "list", file, "--risk", "high", "--format", "json").output
    #expect(risky.contains(#""derivation_formula": "oldest * 2""#) && !risky.contains("max"))
    #expect(await folder.run("features", "show", file, "secret").output.contains("high (knows too much)"))
    #expect(await folder.run("features", "validate", file).output.contains("2 features"))
    #expect(await folder.run("features", "validate", file, "--data", folder.file("gold.csv")).exitCode == 0)
    let missing = await folder.run("features", "validate", file, "--data", folder.file("entities.csv"))
    #expect(missing.exitCode == 1 && missing.output.hasPrefix("oldest: needs the column 'age'"))
    #expect(missing.output.split(separator: "\n").count == 1 && missing.notes.contains("1 thing is wrong"))
    #expect(await folder.run("features", "show", file, "nobody").exitCode == 1)
  }

  @Test("validate lists all that publish would refuse, with and without data")
  func validation() async throws {
    var registry = FeatureRegistry()
    func add(_ name: String, _ formula: String, key: String = "customer_id", type: String = "float64") throws {
      try registry.register(
        TemporalFeatureDefinition(
          name: name, description: "", entityKey: key, timestampColumn: "event_timestamp", computationType: .derived,
          derivationFormula: formula, dataType: type))
    }
    try add("a", "b + 1")
    try add("b", "a + 1")
    try add("c", "age +")
    try add("d", "age", type: "complex")
    try registry.save(to: folder.file("wrong.json"))
    let bare = await folder.run("features", "validate", folder.file("wrong.json"))
    #expect(bare.exitCode == 1 && bare.notes.contains("3 things are wrong"))
    #expect(bare.output.split(separator: "\n").map { $0.prefix(2) }.sorted() == ["b:", "c:", "d:"], "\(bare.output)")
    let text = String(decoding: registry.jsonText, as: UTF8.self)
    let odd = text.replacing(#""leakage_risk": "low""#, with: #""leakage_risk": "odd""#, maxReplacements: 2)
    try folder.write("odd.json", odd)
    let unread = await folder.run("features", "validate", folder.file("odd.json"))
    #expect(unread.exitCode == 1 && unread.notes.contains("4 things are wrong"), "\(unread.notes)")
    #expect(unread.output.contains("feature 'a'") && unread.output.contains("feature 'b'"), "\(unread.output)")
    try add("e", "nobody / 2")
    try add("f", "age", key: "driver_id")
    try registry.save(to: folder.file("wrong.json"))
    let full = await folder.run(
      "features", "validate", folder.file("wrong.json"), "--data", folder.file("gold.csv"), "--computes", "all")
    #expect(full.exitCode == 1 && full.output.split(separator: "\n").count == 5, "\(full.output)")
    #expect(full.output.contains("several entity keys") && full.output.contains("e: the formula is wrong"))
    let chosen = await folder.run(
      "features", "validate", folder.file("wrong.json"), "--data", folder.file("gold.csv"), "--entity-key", "driver_id")
    #expect(chosen.exitCode == 1 && chosen.output.contains("no column 'driver_id'"))
  }

  @Test("publish says what was copied, computed and left out")
  func gold() async throws {
    let arguments = [
      "--repo", folder.file("repo"), "publish", "--from", folder.file("gold.csv"), "--registry",
      folder.file("age.json"), "--table", "people",
    ]
    var registry = try FeatureRegistry.load(folder.file("features.json"))
    try registry.register(
      TemporalFeatureDefinition(
        name: "age", description: "", entityKey: "customer_id", timestampColumn: "event_timestamp", dataType: "int64"))
    try registry.save(to: folder.file("age.json"))
    let first = await CommandRun(arguments)
    #expect(first.output.contains("Copied: age.\nComputed: oldest, secret.\n"), "\(first)")
    let second = await CommandRun(arguments + ["--computes", "none", "--mode", "overwrite"])
    #expect(second.output.contains("Copied: age.\nLeft out: oldest, secret.\n"), "\(second)")
    let third = await CommandRun(arguments + ["--computes", "all", "--mode", "overwrite"])
    #expect(third.output.contains("Computed: oldest, secret, age.\n"), "\(third)")
  }

  @Test("publish, training and leakage work from files")
  func wholePath() async throws {
    let file = folder.file("features.json")
    let published = await folder.run(
      "publish", "--from", folder.file("gold.csv"), "--registry", file, "--table", "people", "--ttl-days", "900",
      "--cutoff-date", "2024-01-31")
    #expect(published.output.contains("2 features × 2 rows from 3 events, cut-off date 2024-01-31T00:00:00Z"))
    #expect(published.notes.contains("1 events after the cut-off"))
    #expect(await folder.run("views", "show", "people").output.contains("900 days"))
    let arguments = [
      "--repo", folder.file("repo"), "training", "--entities", folder.file("entities.csv"), "--registry", file,
      "--table", "people", "--output", folder.file("training.csv"),
    ]
    let refused = await CommandRun(arguments)
    #expect(refused.exitCode == 1 && refused.notes.contains("secret (knows too much)"))
    #expect(await CommandRun(arguments + ["--allow-high-risk", "secret"]).exitCode == 0)
    let training = try DataFrame(csv: folder.file("training.csv"))
    #expect(try Array(training["oldest", as: Int64.self]) == [30, 40, nil])
    let leak = await folder.run("leakage", folder.file("training.csv"), "--registry", file, "--label", "label")
    #expect(leak.exitCode == 1 && leak.output.contains("secret") && leak.notes.contains("may leak"))
    let clean = await folder.run("leakage", folder.file("entities.csv"), "--ignore", "customer_id")
    #expect(clean.exitCode == 0 && clean.output.contains("No leakage found"))
  }
}
