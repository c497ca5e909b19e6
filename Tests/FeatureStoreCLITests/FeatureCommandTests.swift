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
    #expect(missing.exitCode == 1 && missing.output == "oldest: no column age\n")
    #expect(await folder.run("features", "show", file, "nobody").exitCode == 1)
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
