import FeatureStore
import Foundation
import Testing

/// Files with columns that cannot be read: the others can be named, and what cannot be read is said.
@Suite struct ColumnTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  /// customer_id, event_timestamp, age, profile (a struct), counts (a map), city.
  private static let nested = root.appendingPathComponent("Fixtures/parquet/nested.parquet").path

  private let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  @Test("data schema shows every column, and says which cannot be read")
  func schema() async throws {
    let table = await CommandRun(["data", "schema", Self.nested])
    #expect(table.exitCode == 0)
    #expect(table.output.contains("profile          struct<a: int64, b: string>   null  cannot be read yet"))
    #expect(table.output.contains("counts           map<string, int64>            null  cannot be read yet"))
    #expect(table.output.contains("city             string                           1\n"))
    let json = await CommandRun(["data", "schema", Self.nested, "--format", "json"]).output
    #expect(json.contains(#"{"name": "profile", "type": "struct<a: int64, b: string>", "readable": false}"#))
    #expect(json.contains(#"{"name": "city", "type": "string"}"#))
    let some = await CommandRun(["data", "schema", Self.nested, "--skip-unreadable"])
    #expect(!some.output.contains("profile"))
    #expect(some.notes.contains("Left out column 'profile': struct<a: int64, b: string> cannot be read yet."))
    #expect(await CommandRun(["data", "schema", Self.nested, "--columns", "city"]).output.contains("city    string"))
  }

  @Test("data show and convert name the column, its type and the options, and read what is asked for")
  func showAndConvert() async throws {
    let refused = await CommandRun(["data", "show", Self.nested])
    #expect(refused.exitCode == 1)
    #expect(refused.notes.contains("'profile' is struct<a: int64, b: string>, 'counts' is map<string, int64>"))
    #expect(refused.notes.contains("--columns") && refused.notes.contains("--skip-unreadable"))
    #expect(refused.output.isEmpty)
    let shown = await CommandRun(["data", "show", Self.nested, "--columns", "city,age"])
    #expect(shown.output.split(separator: "\n").first?.split(separator: " ") == ["city", "age"])
    let one = await CommandRun(["data", "show", Self.nested, "--columns", "profile"])
    #expect(one.exitCode == 1 && one.notes.contains("struct<a: int64, b: string>"))
    let copy = folder.file("flat.csv")
    #expect(await CommandRun(["data", "convert", Self.nested, copy]).exitCode == 1)
    #expect(!FileManager.default.fileExists(atPath: copy))
    let converted = await CommandRun(["data", "convert", Self.nested, copy, "--skip-unreadable"])
    #expect(converted.exitCode == 0)
    #expect(converted.notes.split(separator: "\n").count == 2)
    #expect(try DataFrame(csv: copy).columnNames == ["customer_id", "event_timestamp", "age", "city"])
  }

  @Test("data reads the named columns of a CSV file too")
  func csv() async throws {
    let shown = await CommandRun(["data", "show", folder.file("gold.csv"), "--columns", "age"])
    #expect(shown.output.split(separator: "\n").first?.split(separator: " ") == ["age"])
    #expect(await CommandRun(["data", "show", folder.file("gold.csv"), "--columns", "nothing"]).exitCode == 1)
  }

  @Test("register reads the named columns, or those that the features need")
  func register() async throws {
    let arguments = ["register", "v", "--from", Self.nested, "--entity-key", "customer_id"]
    let refused = await CommandRun(["--repo", folder.file("repo")] + arguments)
    #expect(refused.exitCode == 1)
    #expect(refused.notes.contains("--columns") && refused.notes.contains("--features"))
    #expect(refused.notes.contains("struct<a: int64, b: string>"))
    for more in [
      ["--features", "age"], ["--features", "age,city", "--timestamp-column", "event_timestamp"],
      ["--columns", "customer_id,event_timestamp,city"],
    ] {
      let run = await CommandRun(["--repo", folder.file("repo-\(more[1])")] + arguments + more)
      #expect(run.exitCode == 0, "\(more): \(run.notes)")
    }
    let feature = await CommandRun(["--repo", folder.file("repo")] + arguments + ["--features", "profile"])
    #expect(feature.exitCode == 1 && feature.notes.contains("'profile' is struct"))
    let unknown = await CommandRun(["--repo", folder.file("repo")] + arguments + ["--features", "nothing"])
    #expect(unknown.exitCode == 1 && unknown.notes.contains("'nothing'"))
  }

  @Test("historical reads the named columns of the entity file")
  func historical() async throws {
    let gold = folder.file("gold.csv")
    #expect(await folder.run("register", "customers", "--from", gold, "--entity-key", "customer_id").exitCode == 0)
    let output = folder.file("training.csv")
    let refused = await folder.run(
      "historical", "--entities", Self.nested, "--features", "customers:city", "--output", output)
    #expect(refused.exitCode == 1 && refused.notes.contains("--columns"))
    let done = await folder.run(
      "historical", "--entities", Self.nested, "--columns", "customer_id,event_timestamp", "--features",
      "customers:city", "--output", output)
    #expect(done.exitCode == 0, "\(done.notes)")
    #expect(try DataFrame(csv: output).columnNames == ["customer_id", "event_timestamp", "city"])
  }

  @Test("A view's file has nanoseconds only where they are needed, and keeps them once it has them")
  func nanoseconds() async throws {
    func write(_ counts: [Int64]) throws {
      let frame = try DataFrame(columns: [
        ("id", .int64([1])), ("event_timestamp", .timestamp(iso8601: ["2024-01-0\(counts[0] % 10 + 1)"])),
        ("seen", Column(.timestamp(counts, .nanoseconds, utc: true))),
        (
          "all",
          Column(.list(ListBuffer(offsets: [0, 1], elements: Column(.timestamp(counts, .nanoseconds, utc: true)))))
        ),
      ])
      var options = ParquetWriteOptions()
      options.nanoseconds = .kept
      try frame.writeParquet(to: folder.file("in.parquet"), options: options)
    }
    func register(_ counts: [Int64]) async throws -> [ColumnType] {
      try write(counts)
      let run = await folder.run("register", "v", "--from", folder.file("in.parquet"), "--entity-key", "id")
      #expect(run.exitCode == 0, "\(run.notes)")
      let files = try #require(FileManager.default.enumerator(atPath: folder.file("repo")))
      let newest = files.compactMap { $0 as? String }.filter { $0.hasSuffix(".parquet") }.sorted().last
      let frame = try DataFrame(parquet: folder.file("repo/\(try #require(newest))"))
      return [try frame.column("seen").type, try frame.column("all").type]
    }
    let (micros, nanos) = (
      ColumnType.timestamp(.microseconds, utc: true), ColumnType.timestamp(.nanoseconds, utc: true)
    )
    #expect(try await register([1_000]) == [micros, .list(micros)])
    #expect(try await register([1]) == [nanos, .list(nanos)])
    #expect(try await register([2_000]) == [nanos, .list(nanos)])
  }
}
