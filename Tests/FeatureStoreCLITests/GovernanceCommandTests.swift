import FeatureStore
import Foundation
import Testing

@Suite struct GovernanceCommandTests {
  private let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  private func json(_ text: String) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  /// Every file of the repository and its bytes.
  private func contents() throws -> [String: Data] {
    let root = folder.file("repo")
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    return names.reduce(into: [:]) { (files: inout [String: Data], name: String) in
      files[name] = FileManager.default.contents(atPath: "\(root)/\(name)")
    }
  }

  @Test("register --dry-run prints what would change and touches nothing, not even a repository that is not there")
  func dryRun() async throws {
    let gold = folder.file("gold.csv")
    let fresh = await folder.run("register", "customers", "--from", gold, "--entity-key", "customer_id", "--dry-run")
    #expect(fresh.exitCode == 0)
    #expect(fresh.output.hasPrefix("feature view feature_store.customers: new\n  + entity key customer_id: INT64\n"))
    #expect(fresh.output.contains("  + feature age: INT64\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("repo")))
    #expect(await folder.prepare() == [0, 0, 0])
    let before = try contents()
    try folder.write("next.csv", "customer_id,event_timestamp,age\n1,2024-02-01,31.5\n3,2024-03-01,50\n")
    let changed = await folder.run(
      "register", "customers", "--from", folder.file("next.csv"), "--entity-key", "customer_id", "--ttl-days", "7",
      "--tag", "team=growth", "--dry-run", "--mode", "overwrite")
    #expect(
      changed.output == """
        feature view shop.customers: changed
          ~ feature age: INT64 -> DOUBLE
          - feature city: STRING
          ~ ttl: no limit -> 7 days
          + tag team: growth
          rows: 2 given, 0 stored, 2 in the next file

        """)
    #expect(changed.notes.contains("feature city: STRING") && changed.notes.contains("--allow-changes"))
    let merged = await folder.run(
      "register", "customers", "--from", gold, "--entity-key", "customer_id", "--dry-run")
    #expect(
      merged.output.hasSuffix(
        "definition unchanged\n  rows: 3 given, 3 stored, 3 in the next file, 3 replaced by rows of equal keys and times\n"
      ))
    let refused = await folder.run(
      "register", "customers", "--from", folder.file("next.csv"), "--entity-key", "nobody", "--dry-run")
    #expect(refused.exitCode == 1)
    #expect(try contents() == before)
  }

  @Test("register prints what its dry run prints, and needs --allow-changes where something declared is lost")
  func allowChanges() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    try folder.write("next.csv", "customer_id,event_timestamp,age\n1,2024-02-01,31.5\n3,2024-03-01,50\n")
    func register(_ more: String...) async -> CommandRun {
      await CommandRun(
        [
          "--repo", folder.file("repo"), "register", "customers", "--from", folder.file("next.csv"), "--entity-key",
          "customer_id", "--mode", "overwrite", "--tag", "team=growth",
        ] + more)
    }
    let planned = await register("--dry-run")
    let before = try contents()
    let refused = await register()
    #expect(refused.exitCode == 1 && refused.output == planned.output)
    for part in ["feature age: INT64 -> DOUBLE", "feature city: STRING", "Nothing was written", "--allow-changes"] {
      #expect(refused.notes.contains(part), "\(refused.notes)")
    }
    #expect(try contents() == before)
    let allowed = await register("--allow-changes")
    #expect(allowed.exitCode == 0, "\(allowed.notes)")
    #expect(allowed.output == planned.output + "Registered shop.customers: 2 rows from \(folder.file("next.csv")).\n")
    let again = await register()
    #expect(again.exitCode == 0 && again.output.contains("definition unchanged"))
    let lost = await folder.run(
      "register", "customers", "--from", folder.file("next.csv"), "--entity-key", "customer_id", "--mode", "overwrite")
    #expect(lost.exitCode == 1 && lost.notes.contains("tag team: growth"))
    let kept = await folder.run(
      "register", "customers", "--from", folder.file("next.csv"), "--entity-key", "customer_id")
    #expect(kept.exitCode == 0 && kept.output.contains("2 replaced by rows of equal keys and times"))
    #expect(await folder.run("views", "show", "customers").output.contains("team=growth"))
    let ttl = await folder.run(
      "register", "customers", "--from", folder.file("next.csv"), "--entity-key", "customer_id", "--ttl-days", "7")
    #expect(ttl.exitCode == 1 && ttl.notes.contains("ttl: no limit -> 7 days"))
  }

  @Test("services are registered, listed, shown, used for both kinds of reads, and deleted")
  func services() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    let planned = await folder.run("services", "register", "churn", "--features", "customers:age", "--dry-run")
    #expect(planned.output.hasPrefix("feature service shop.churn: new\n  + view customers: customers\n"))
    let registered = await folder.run(
      "services", "register", "churn", "--features", "payer=customers:*,buyer=customers:age", "--join-key",
      "buyer.customer_id=buyer_id", "--tag", "model=v1", "--owner", "ada")
    #expect(registered.exitCode == 0, "\(registered.notes)")
    let unnamed = await folder.run("services", "register", "bad", "--features", "customers:*,buyer=customers:age")
    #expect(unnamed.notes.contains("Give each use an alias"))
    let listed = try json(await folder.run("services", "list", "--format", "json", "--tag", "model=v1").output)
    #expect(listed.map { $0["name"] as? String } == ["churn"])
    #expect(await folder.run("services", "list", "--format", "json", "--tag", "model=v2").output == "[]\n")
    let shown = await folder.run("services", "show", "churn").output
    #expect(shown.contains("view          customers as buyer: age, keys customer_id=buyer_id\n"))
    #expect(shown.contains("tags          model=v1\nowner         ada\n"))
    let online = await folder.run(
      "online", "--service", "churn", "--keys", "customer_id=2", "--keys", "buyer_id=1", "--full-feature-names",
      "--format", "json")
    #expect(
      online.output
        == #"{"customer_id": [2], "buyer_id": [1], "payer__age": [40], "payer__city": [null], "#
        + #""buyer__age": [31]}"# + "\n")
    #expect(
      await folder.run("services", "register", "churn", "--features", "customers:age", "--allow-changes").exitCode
        == 0)
    let historical = await folder.run(
      "historical", "--service", "churn", "--entities", folder.file("entities.csv"), "--output", folder.file("t.csv"))
    #expect(historical.exitCode == 0, "\(historical.notes)")
    #expect(try DataFrame(csv: folder.file("t.csv")).columnNames == ["customer_id", "event_timestamp", "label", "age"])
    #expect(await folder.run("services", "delete", "churn").output == "Deleted churn.\n")
    #expect(await folder.run("services", "show", "churn").notes.contains("No feature service 'churn'"))
  }

  @Test(
    "a service with a key that the view has not, or a column that holds a feature, is refused and nothing is written",
    arguments: [
      (["buyer.cc=card"], "maps 'cc', which is no entity key of view 'customers'. Keys there: customer_id."),
      (["buyer.customer_id=age"], "from 'age', which is the name of one of its features"),
      (["buyer.customer_id=a", "buyer.customer_id=b"], "maps 'buyer.customer_id' twice"),
      (["nobody.customer_id=a"], "Write view.key=column"),
    ])
  func wrongServiceKeys(_ keys: [String], _ reason: String) async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    let refused = await CommandRun(
      ["--repo", folder.file("repo"), "services", "register", "churn", "--features", "buyer=customers:age"]
        + keys.flatMap { ["--join-key", $0] })
    #expect(refused.exitCode == 1 && refused.notes.contains(reason), "\(refused.notes)")
    #expect(await folder.run("services", "list", "--format", "json").output == "[]\n")
  }

  @Test("a request names features or a service, not both and not none")
  func selection() async {
    #expect(await folder.run("online", "--keys", "customer_id=1").exitCode == 64)
    #expect(
      await folder.run("online", "--keys", "customer_id=1", "--features", "a:b", "--service", "s").exitCode == 64)
  }

  @Test("a service's features that cannot be read are refused", arguments: ["customers", "v:*,v:a", "=v:a", "v:a,v:*"])
  func badServiceFeatures(_ features: String) async {
    let run = await folder.run("services", "register", "s", "--features", features)
    #expect(run.exitCode == 1)
  }

  @Test("online --enforce-ttl withholds values older than the ttl")
  func enforceTTL() async {
    _ = await folder.run("init", "--project", "shop")
    _ = await folder.run(
      "register", "customers", "--from", folder.file("gold.csv"), "--entity-key", "customer_id", "--ttl-days", "1")
    _ = await folder.run("materialize", "--from", "2024-01-01", "--to", "2024-12-31")
    let request = ["online", "--features", "customers:age", "--keys", "customer_id=1"]
    let repo = ["--repo", folder.file("repo")]
    #expect(await CommandRun(repo + request).output.contains("31"))
    #expect(await CommandRun(repo + request + ["--enforce-ttl"]).output.contains("too old"))
  }

  @Test("entities and projects are listed and shown")
  func entitiesAndProjects() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    let entities = try json(await folder.run("entities", "list", "--format", "json").output)
    #expect(entities.map { $0["name"] as? String } == ["customer_id"])
    #expect(entities[0]["type"] as? String == "INT64")
    #expect(await folder.run("entities", "list").output.contains("customer_id  customer_id  INT64  customers"))
    #expect(await folder.run("entities", "show", "customer_id").output.contains("views         customers\n"))
    #expect(await folder.run("entities", "show", "nobody").notes.contains("Entities here: customer_id"))
    let projects = try json(await folder.run("projects", "list", "--format", "json").output)
    #expect(projects.map { $0["name"] as? String } == ["shop"])
    #expect(await folder.run("projects", "show", "shop").output.contains("views         1\n"))
    #expect(await folder.run("projects", "show", "other").notes.contains("Projects here: shop"))
  }

  @Test("views are found by tag; all tags must match")
  func tags() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    _ = await folder.run(
      "register", "tagged", "--from", folder.file("gold.csv"), "--entity-key", "customer_id", "--tag", "team=growth",
      "--tag", "tier=1")
    func names(_ tags: String...) async throws -> [String?] {
      let options = tags.flatMap { ["--tag", $0] }
      let run = await CommandRun(["--repo", folder.file("repo"), "views", "list", "--format", "json"] + options)
      return try json(run.output).map { $0["name"] as? String }
    }
    #expect(try await names() == ["customers", "tagged"])
    #expect(try await names("team=growth", "tier=1") == ["tagged"])
    #expect(try await names("team=growth", "tier=2") == [])
  }

  @Test("push writes online, offline or both")
  func push() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    try folder.write("new.csv", "customer_id,event_timestamp,age,city\n9,2024-03-01T00:00:00Z,77,Rome\n")
    let online = ["online", "--features", "customers:age", "--keys", "customer_id=9", "--format", "json"]
    #expect(await folder.run("push", "customers", "--from", folder.file("new.csv")).exitCode == 0)
    #expect(await CommandRun(["--repo", folder.file("repo")] + online).output.contains("[77]"))
    let both = await folder.run("push", "customers", "--from", folder.file("new.csv"), "--to", "online_and_offline")
    #expect(both.output == "Pushed 1 rows from \(folder.file("new.csv")) to customers, online_and_offline.\n")
    #expect(await folder.run("push", "nobody", "--from", folder.file("new.csv")).exitCode == 1)
  }

  @Test("teardown asks for --yes, then leaves neither views nor online values, and keeps the data files")
  func teardown() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    let before = try contents()
    let asked = await folder.run("teardown")
    #expect(asked.exitCode == 1)
    #expect(asked.notes.contains("add --yes"))
    #expect(try contents() == before)
    let done = await folder.run("teardown", "--yes")
    #expect(done.exitCode == 0, "\(done.notes)")
    #expect(done.output.hasPrefix("Removed 1 views and 4 other objects of project shop, and 1 online tables."))
    #expect(await folder.run("views", "list", "--format", "json").output == "[]\n")
    #expect(await folder.run("projects", "list", "--format", "json").output == "[]\n")
    let files = try contents().keys.filter { $0.hasSuffix(".parquet") }
    #expect(files.sorted() == before.keys.filter { $0.hasSuffix(".parquet") }.sorted())
    #expect(await folder.prepare()[1...] == [0, 0])
  }

  @Test("listing a repository that is not there says so on standard error")
  func missingRepository() async {
    for command in ["views", "entities", "services", "projects"] {
      let run = await folder.run(command, "list", "--format", "json")
      #expect(run.exitCode == 1)
      #expect(run.output.isEmpty)
      #expect(run.notes.contains("There is no feature repository in '\(folder.file("repo"))'"))
    }
  }
}
