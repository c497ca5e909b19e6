import FeatureStore
import Foundation
import Testing

@Suite struct CommandTests {
  private let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  @Test("register, historical, materialize and online print their results and return 0")
  func verbs() async throws {
    #expect(await folder.run("init", "--project", "shop").output.contains("for project shop"))
    let registered = await folder.run(
      "register", "customers", "--from", folder.file("gold.csv"), "--entity-key", "customer_id", "--ttl-days", "30",
      "--tag", "team=growth")
    #expect(registered.output.hasPrefix("feature view shop.customers: new\n  + entity key customer_id: INT64\n"))
    #expect(registered.output.hasSuffix("\nRegistered shop.customers: 3 rows from \(folder.file("gold.csv")).\n"))
    let historical = await folder.run(
      "historical", "--entities", folder.file("entities.csv"), "--features", "customers:age,customers:city",
      "--output", folder.file("training.csv"))
    #expect(historical.exitCode == 0)
    let training = try String(contentsOfFile: folder.file("training.csv"), encoding: .utf8)
    #expect(
      training == """
        customer_id,event_timestamp,label,age,city
        1,2024-01-15,yes,30,Oslo
        2,2024-01-15,no,40,
        9,2024-01-15,no,,

        """)
    #expect(
      await folder.run("materialize", "--from", "2024-01-01", "--to", "2024-12-31").output
        == "Materialized customers: 2 entities, 2024-01-01T00:00:00Z to 2024-12-31T00:00:00Z.\n")
    let online = await folder.run(
      "online", "--features", "customers:age,customers:city", "--keys", "customer_id=2,9", "--format", "json")
    #expect(online.output == #"{"customer_id": [2, 9], "age": [40, null], "city": [null, null]}"# + "\n")
    let table = await folder.run("online", "--features", "customers:age", "--keys", "customer_id=9")
    #expect(table.output.contains("not found"))
  }

  @Test("views are listed, shown and deleted, as a table or as JSON")
  func views() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    let json = await folder.run("views", "list", "--format", "json")
    let views = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(views.map { $0["name"] as? String } == ["customers"])
    #expect(await folder.run("views", "list").output.contains("customers  feature view  customer_id"))
    #expect(await folder.run("views", "show", "customers").output.contains("features      age (INT64), city (STRING)"))
    #expect(await folder.run("views", "show", "nobody").exitCode == 1)
    #expect(await folder.run("views", "delete", "customers").exitCode == 0)
    #expect(await folder.run("views", "list", "--format", "json").output == "[]\n")
  }

  @Test("data converts between CSV and Parquet and shows what is in a file")
  func data() async throws {
    let parquet = folder.file("gold.parquet")
    #expect(await CommandRun(["data", "convert", folder.file("gold.csv"), parquet]).exitCode == 0)
    #expect(try DataFrame(parquet: parquet) == DataFrame(csv: folder.file("gold.csv")))
    #expect(await CommandRun(["data", "show", parquet, "--rows", "1"]).output.contains("… 2 more"))
    #expect(await CommandRun(["data", "schema", parquet]).output.contains("city             string"))
    let json = await CommandRun(["data", "schema", parquet, "--format", "json"]).output
    #expect(json.hasPrefix(#"{"rows": 3, "columns": [{"name": "customer_id", "type": "int64"}"#))
    #expect(
      await CommandRun(["data", "show", folder.file("gold.txt")]).notes.contains("Name a .parquet or a .csv file"))
  }

  @Test("a folder, a pattern and a file:// URL are read as one table; an address elsewhere says what to do")
  func folders() async throws {
    for (name, rows) in [("part-0", "1,2024-01-01,30"), ("part-1", "2,2024-01-02,40")] {
      try folder.write("\(name).csv", "customer_id,event_timestamp,age\n\(rows)\n")
      try FileManager.default.createDirectory(atPath: folder.file("parts"), withIntermediateDirectories: true)
      try DataFrame(csv: folder.file("\(name).csv")).writeParquet(to: folder.file("parts/\(name).parquet"))
    }
    try folder.write("parts/_SUCCESS", "")
    let sources = [
      folder.file("parts"), folder.file("parts/*.parquet"), "file://" + folder.file("parts"), folder.file("part-*.csv"),
    ]
    for source in sources {
      let schema = await CommandRun(["data", "schema", source, "--format", "json"])
      #expect(schema.output.hasPrefix(#"{"rows": 2, "#), "\(source): \(schema.notes)")
      let registered = await folder.run("register", "ages", "--from", source, "--entity-key", "customer_id")
      #expect(registered.exitCode == 0, "\(registered.notes)")
    }
    let remote = await folder.run("register", "ages", "--from", "s3://b/k", "--entity-key", "customer_id")
    #expect(remote.exitCode == 1 && remote.notes.contains("aws s3 cp --recursive s3://b/k FOLDER"))
    #expect(await CommandRun(["data", "show", folder.path + "/*.none"]).notes.contains("matches no Parquet file"))
    try FileManager.default.createDirectory(atPath: folder.file("days/day=1"), withIntermediateDirectories: true)
    try folder.write("days/day=1/part.csv", "customer_id,age\n1,2\n")
    let partitioned = await CommandRun(["data", "show", folder.file("days")])
    #expect(partitioned.exitCode == 1 && partitioned.notes.contains("key=value folders"), "\(partitioned.notes)")
  }

  @Test("a failure is one paragraph on standard error and exit code 1; wrong usage is 64")
  func failures() async {
    #expect(await folder.prepare() == [0, 0, 0])
    let unknown = await folder.run("online", "--features", "nobody:age", "--keys", "customer_id=1")
    #expect(unknown.exitCode == 1)
    #expect(unknown.output.isEmpty)
    #expect(unknown.notes == "featurestore: No feature view 'nobody'. Views here: customers.\n")
    #expect(await folder.run("online", "--features", "customers:age", "--keys", "customer_id=x").exitCode == 1)
    #expect(await folder.run("online", "--features", "customers:age", "--keys", "customer_id").exitCode == 1)
    #expect(await folder.run("materialize", "--from", "2024-13-01", "--to", "2024-12-31").exitCode == 1)
    #expect(await folder.run("online").exitCode == 64)
    #expect(await folder.run("dance").exitCode == 64)
    #expect(await folder.run("register", "v", "--mode", "append").exitCode == 64)
    #expect(await CommandRun(["--help"]).exitCode == 0)
  }

  @Test("doctor says which store is used and why, and fails when a check fails")
  func doctor() async throws {
    #expect(await folder.run("doctor").output.contains("none yet"))
    #expect(await folder.prepare() == [0, 0, 0])
    let healthy = await folder.run("doctor")
    #expect(healthy.exitCode == 0)
    #expect(healthy.output.contains("FEATURE_STORE_BACKEND is feast; the repository path was given"))
    try folder.write("repo/data/registry.db", "not a registry")
    let broken = await folder.run("doctor")
    #expect(broken.exitCode == 1)
    #expect(broken.output.contains("registry   FAILED"))
    let missing = await CommandRun(
      ["doctor"], environment: ["FEATURE_STORE_BACKEND": "databricks", "HOME": "/nowhere"])
    #expect(missing.exitCode == 1)
    #expect(missing.notes.contains("DATABRICKS_TOKEN"))
  }

  @Test("global options are taken before the verb and after it")
  func globalOptions() async {
    #expect(await folder.prepare() == [0, 0, 0])
    let after = await CommandRun(["views", "list", "--repo", folder.file("repo"), "--format", "json"])
    #expect(after.output.contains("customers"))
  }
}
