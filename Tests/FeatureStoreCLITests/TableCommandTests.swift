import FeatureStore
import Foundation
import Testing

@Suite struct TableCommandTests {
  private let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  private func registerAgain() async {
    _ = await folder.run("register", "customers", "--from", folder.file("gold.csv"), "--entity-key", "customer_id")
  }

  @Test("tables are listed and shown, as text and as JSON")
  func showing() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    await registerAgain()
    #expect(await folder.run("tables", "list").output.contains("customers"))
    #expect(await folder.run("tables", "list", "--format", "json").output == #"[{"name": "customers"}]"# + "\n")
    let text = await folder.run("tables", "show", "customers").output
    #expect(text.contains("rows          3\n"))
    #expect(
      text.contains(
        "columns       customer_id (INT64), event_timestamp (UNIX_TIMESTAMP), age (INT64), city (STRING)\n"))
    #expect(text.contains("version       1, written 20"))
    let json = await folder.run("tables", "show", "customers", "--format", "json").output
    let shown = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let versions = try #require(shown["versions"] as? [[String: Any]])
    #expect(versions.map { $0["version"] as? Int } == [1, 2])
    #expect(shown["rows"] as? Int == 3)
  }

  @Test("a table is read to a file, the newest version or a named one")
  func reading() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    try folder.write("next.csv", "customer_id,event_timestamp,age,city\n7,2024-02-01,31,Rome\n")
    _ = await folder.run(
      "register", "customers", "--from", folder.file("next.csv"), "--entity-key", "customer_id", "--mode", "overwrite")
    let newest = await folder.run("tables", "read", "customers", "--output", folder.file("new.csv"))
    #expect(newest.output == "Wrote 1 rows of customers to \(folder.file("new.csv")).\n", "\(newest.notes)")
    #expect(
      try DataFrame(csv: folder.file("new.csv")).columnNames == ["customer_id", "event_timestamp", "age", "city"])
    let old = await folder.run(
      "tables", "read", "customers", "--output", folder.file("old.parquet"), "--version", "1")
    #expect(old.exitCode == 0, "\(old.notes)")
    #expect(try DataFrame(parquet: folder.file("old.parquet")).rowCount == 3)
    let none = await folder.run("tables", "read", "customers", "--output", folder.file("o.csv"), "--version", "8")
    #expect(none.exitCode == 1)
    #expect(none.notes.contains("no version 8. Versions there: 1, 2"))
    #expect(await folder.run("tables", "read", "customers", "--output", folder.file("o.txt")).exitCode == 1)
    #expect(await folder.run("tables", "read", "customers").exitCode == 64)
  }

  @Test("vacuum removes old versions, delete removes everything")
  func removing() async throws {
    #expect(await folder.prepare() == [0, 0, 0])
    for _ in 0..<2 { await registerAgain() }
    let vacuum = await folder.run("tables", "vacuum", "customers", "--keep", "1")
    #expect(vacuum.output == "Removed 2 versions of customers: 1, 2.\n", "\(vacuum.notes)")
    #expect(await folder.run("tables", "vacuum", "customers", "--keep", "0").exitCode == 1)
    #expect(await folder.run("tables", "vacuum", "customers").exitCode == 64)
    #expect(await folder.run("tables", "delete", "customers", "--yes").output == "Deleted customers and its rows.\n")
    #expect(await folder.run("tables", "delete", "customers", "--yes").notes.contains("No feature view 'customers'"))
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.file("repo"))
    #expect(!names.contains { $0.hasSuffix(".parquet") })
    #expect(await folder.run("tables", "list", "--format", "json").output == "[]\n")
  }
}
