import FeatureStore
import Foundation
import Testing

@testable import FeatureStoreCLI

/// What somebody meets who has the program for the first hour.
@Suite struct FirstHourTests {
  private let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  private func register(_ view: String = "customers", _ more: String...) async -> CommandRun {
    await CommandRun(
      [
        "--repo", folder.file("repo"), "register", view, "--from", folder.file("gold.csv"), "--entity-key",
        "customer_id",
      ]
        + more)
  }

  @Test(
    "a list in a folder without a repository says so, with the whole path, and fails",
    arguments: ["views", "tables", "services", "entities", "projects"])
  func noRepository(verb: String) async {
    for format in ["table", "json", "tsv"] {
      let run = await folder.run(verb, "list", "--format", format)
      #expect(run.exitCode == 1 && run.output.isEmpty)
      #expect(run.notes.contains("There is no feature repository in '\(folder.file("repo"))'"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("repo")))
  }

  @Test("the registration that makes a repository says where; the next one does not, and a failing one makes none")
  func newRepository() async {
    #expect(await register("customers", "--features", "nobody").exitCode == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.file("repo")))
    #expect(await register().notes == "Made a new feature repository: \(folder.file("repo"))\n")
    #expect(await register().notes.isEmpty)
  }

  @Test("tables delete does nothing without --yes, and says what it would remove")
  func deletion() async {
    #expect(await register().exitCode == 0)
    let asked = await folder.run("tables", "delete", "customers")
    #expect(asked.exitCode == 1 && asked.notes.contains("with its 3 rows") && asked.notes.contains("--yes"))
    #expect(await folder.run("views", "list", "--format", "json").output.contains("customers"))
    #expect(await folder.run("tables", "delete", "nobody").notes.contains("No feature view 'nobody'"))
    #expect(await folder.run("tables", "delete", "customers", "--yes").exitCode == 0)
  }

  @Test("a view that a service names stays, unless it is taken out of it")
  func services() async {
    #expect(await register().exitCode == 0)
    #expect(await folder.run("services", "register", "churn", "--features", "customers:*").exitCode == 0)
    for verb in [["views", "delete", "customers"], ["tables", "delete", "customers", "--yes"]] {
      let run = await CommandRun(["--repo", folder.file("repo")] + verb)
      #expect(run.exitCode == 1 && run.notes.contains("churn") && run.notes.contains("with --from-services."))
    }
    let removed = await folder.run("views", "delete", "customers", "--from-services")
    #expect(removed.output == "Deleted the feature service churn, which had no other view.\nDeleted customers.\n")
  }

  @Test("historical says how many rows matched and why others did not")
  func report() async throws {
    #expect(await register("customers", "--ttl-days", "30").exitCode == 0)
    try folder.write(
      "mixed.csv", "customer_id,event_timestamp\n1,2024-01-15\n1,2025-01-01\n1,2023-01-01\n9,2024-01-15\n")
    func historical(_ file: String) async -> CommandRun {
      await folder.run(
        "historical", "--entities", folder.file(file), "--features", "customers:*", "--output", folder.file("t.csv"))
    }
    #expect(
      await historical("mixed.csv").notes
        == "customers: 1 of 4 rows matched, 1 too old (ttl), 1 with later feature rows only, 1 of keys the view has not; "
        + "its rows are from 2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z\n")
    try folder.write("fine.csv", "customer_id,event_timestamp\n1,2024-01-15\n2,2024-01-15\n")
    #expect(await historical("fine.csv").notes == "All 2 rows matched in the view.\n")
  }

  @Test("online says that a view was never materialized, materialize that nothing lies in the interval")
  func nothingThere() async {
    #expect(await register().exitCode == 0)
    func online() async -> String {
      await folder.run("online", "--features", "customers:*", "--keys", "customer_id=7").notes
    }
    let notes = "customers: nothing is online for these keys; the view was never materialized. Run: featurestore"
    #expect(await online().contains(notes))
    let run = await folder.run("materialize", "--from", "2020-01-01", "--to", "2020-02-01")
    #expect(run.notes.contains("its rows are from 2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z"))
    #expect(await folder.run("materialize", "--from", "2024-01-01", "--to", "2024-12-31").exitCode == 0)
    #expect(await online().contains("nothing is online for these keys"))
    #expect(await folder.run("online", "--features", "customers:*", "--keys", "customer_id=1").notes.isEmpty)
  }

  @Test("a star works in both reads, and gives what the names give")
  func stars() async {
    #expect(await folder.prepare() == [0, 0, 0])
    let star = await folder.run("online", "--features", "customers:*", "--keys", "customer_id=1", "--format", "json")
    let names = await folder.run(
      "online", "--features", "customers:age,customers:city", "--keys", "customer_id=1", "--format", "json")
    #expect(star.output == names.output && star.exitCode == 0)
    let both = await folder.run("online", "--features", "customers:*,customers:age", "--keys", "customer_id=1")
    #expect(both.notes.contains("would both be called 'age'"))
  }

  @Test("no command writes its result over what it reads", arguments: ["direct", "link", "hard"])
  func overwriting(kind: String) async throws {
    #expect(await register().exitCode == 0)
    let data = folder.file("repo/data/customers")
    let source = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: data).first { $0.hasSuffix(".parquet") })
    func name(_ path: String, _ name: String) throws -> String {
      let other = folder.file("\(kind)-\(name)")
      if kind == "direct" { return path }
      if kind == "link" { try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: path) }
      if kind == "hard" { try FileManager.default.linkItem(atPath: path, toPath: other) }
      return other
    }
    let (gold, entities) = (folder.file("gold.csv"), folder.file("entities.csv"))
    let own = try name("\(data)/\(source)", "own.parquet")
    let commands = [
      ["historical", "--entities", entities, "--features", "customers:age", "--output", own],
      ["historical", "--entities", entities, "--features", "customers:age", "--output", try name(entities, "e.csv")],
      ["tables", "read", "customers", "--output", own],
      ["data", "convert", gold, try name(gold, "g.csv")],
    ]
    let before = try [own, entities, gold].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    for command in commands {
      let run = await CommandRun(["--repo", folder.file("repo")] + command)
      #expect(run.exitCode == 1 && run.notes.contains("which would be lost"), "\(command): \(run.notes)")
    }
    #expect(try [own, entities, gold].map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
  }

  @Test("doctor shows every check, in three formats, and fails only for failures")
  func doctor() async throws {
    #expect(await register().exitCode == 0)
    #expect(await folder.run("services", "register", "churn", "--features", "customers:age").exitCode == 0)
    let json = await folder.run("doctor", "--format", "json")
    let checks = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: String]])
    #expect(checks.count >= 7 && checks.allSatisfy { $0["status"] == "ok" })
    #expect(await folder.run("doctor", "--format", "tsv").output.contains("services\tok\t1 feature services"))
  }

  @Test("mistakes are answered with the name that was meant")
  func suggestions() async {
    #expect(await folder.prepare() == [0, 0, 0])
    #expect(await folder.run("views", "show", "custmers").notes.contains("Did you mean 'customers'?"))
    let feature = await folder.run("online", "--features", "customers:aeg", "--keys", "customer_id=1")
    #expect(feature.notes.contains("Did you mean 'age'?"))
    let key = await folder.run("online", "--features", "customers:age", "--keys", "customerid=1")
    #expect(key.notes.contains("Rename 'customerid' if it is meant."))
    #expect(await folder.run("entities", "show", "custmer_id").notes.contains("Did you mean 'customer_id'?"))
    #expect(await folder.run("services", "register", "churn", "--features", "customers:*").exitCode == 0)
    #expect(await folder.run("services", "show", "chrn").notes.contains("Did you mean 'churn'?"))
    let column = await register("more", "--features", "agee")
    #expect(column.notes.contains("Did you mean 'age'?"))
  }

  @Test("a shell gets views, features and services of the repository that the words name, and nothing on errors")
  func completion() async {
    #expect(await folder.prepare() == [0, 0, 0])
    #expect(await folder.run("services", "register", "churn", "--features", "customers:*").exitCode == 0)
    let words = ["featurestore", "--repo", folder.file("repo"), "--backend", "feast"]
    #expect(StoreCompletion(words).views.map(\.name) == ["customers"])
    #expect(StoreCompletion(words).services.map(\.name) == ["churn"])
    #expect(StoreCompletion(words).references(after: "") == ["customers:*", "customers:age", "customers:city"])
    #expect(StoreCompletion(words).references(after: "customers:age,cu").last == "customers:age,customers:city")
    #expect(StoreCompletion(["featurestore", "--repo=/nowhere", "--backend=feast"]).views.isEmpty)
    #expect(StoreCompletion(["featurestore", "--backend", "databricks"]).references(after: "x").isEmpty)
  }
}
