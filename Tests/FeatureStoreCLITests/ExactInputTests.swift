import FeatureStore
import Foundation
import Testing

/// Keys, files and names as users have them.
@Suite struct ExactInputTests {
  let folder: CommandFolder

  init() throws { folder = try CommandFolder() }

  private func prepareCities() async throws {
    try folder.write(
      "cities.csv",
      #"""
      city,event_timestamp,size
      b c,2024-01-01,1
      b  c,2024-01-01,2
      "Washington, DC",2024-01-01,3
      "",2024-01-01,4
      "say ""x""",2024-01-01,5
       x,2024-01-01,6

      """#)
    _ = await folder.run("init", "--project", "shop")
    let registered = await folder.run("register", "cities", "--from", folder.file("cities.csv"), "--entity-key", "city")
    #expect(registered.exitCode == 0, "\(registered.notes)")
    #expect(await folder.run("materialize", "--from", "2024-01-01", "--to", "2024-12-31").exitCode == 0)
  }

  private func sizes(_ arguments: String...) async -> String {
    let run = await CommandRun(
      ["--repo", folder.file("repo"), "online", "--features", "cities:size", "--format", "json"] + arguments)
    #expect(run.exitCode == 0, "\(run.notes)")
    return run.output.filter { !$0.isWhitespace }
  }

  @Test("Every key can be asked for, exactly")
  func keys() async throws {
    try await prepareCities()
    #expect(await sizes("--keys", "city=b  c,b c, x").contains("\"size\":[2,1,6]"))
    #expect(await sizes("--keys", #"city="Washington, DC","","say ""x""""#).contains("\"size\":[3,4,5]"))
    #expect(await sizes("--keys", "city=b c", "--keys", "city=b  c").contains("\"size\":[1,2]"))
    try folder.write(
      "keys.csv",
      #"""
      city
      b c
      b  c
      "Washington, DC"
      ""
      "say ""x"""
       x

      """#)
    #expect(await sizes("--entities", folder.file("keys.csv")).contains("\"size\":[1,2,3,4,5,6]"))
    for bad in ["city=", "city=a,,b", "city=\"a", "city=\"a\"b"] {
      let run = await folder.run("online", "--features", "cities:size", "--keys", bad)
      #expect(run.exitCode == 1 && run.notes.contains("--keys"), "\(bad): \(run.notes)")
    }
    #expect(await folder.run("online", "--features", "cities:size").exitCode == 64)
  }

  @Test("Ids with leading zeros stay what the view declares")
  func leadingZeros() async throws {
    try folder.write("first.csv", "zip,event_timestamp,n\n007,2024-01-01,1\n")
    try folder.write("second.csv", "zip,event_timestamp,n\n700,2024-01-02,2\n")
    _ = await folder.run("init", "--project", "shop")
    for file in ["first.csv", "second.csv"] {
      let run = await folder.run("register", "zips", "--from", folder.file(file), "--entity-key", "zip")
      #expect(run.exitCode == 0, "\(run.notes)")
    }
    let shown = await folder.run("views", "show", "zips")
    #expect(shown.output.contains("STRING"))
    let pushed = await folder.run("push", "zips", "--from", folder.file("second.csv"))
    #expect(pushed.exitCode == 0, "\(pushed.notes)")
    let online = await folder.run("online", "--features", "zips:n", "--keys", "zip=700", "--format", "json")
    #expect(online.output.contains("2"))
    let out = folder.file("out.csv")
    let run = await folder.run(
      "historical", "--entities", folder.file("second.csv"), "--features", "zips:n", "--full-feature-names", "--output",
      out)
    #expect(run.exitCode == 0, "\(run.notes)")
    let text = try String(contentsOfFile: out, encoding: .utf8)
    #expect(text.contains("\"700\",2024-01-02,2,2"))
  }

  @Test("A feature named like a key of the request is refused alike in both requests")
  func collisions() async throws {
    try folder.write("a.csv", "id,event_timestamp,other\n1,2024-01-01,5\n")
    try folder.write("b.csv", "other,event_timestamp,n\n5,2024-01-01,9\n")
    try folder.write("e.csv", "id,other,event_timestamp\n1,5,2024-01-02\n")
    _ = await folder.run("init", "--project", "shop")
    _ = await folder.run("register", "va", "--from", folder.file("a.csv"), "--entity-key", "id")
    _ = await folder.run("register", "vb", "--from", folder.file("b.csv"), "--entity-key", "other")
    let features = ["--features", "va:other,vb:n"]
    for format in ["json", "table"] {
      let run = await CommandRun(
        ["--repo", folder.file("repo"), "online", "--keys", "id=1", "--keys", "other=5", "--format", format] + features)
      #expect(run.exitCode == 1 && run.notes.contains("'other'") && run.notes.contains("full"), "\(run.notes)")
    }
    let historical = await CommandRun(
      [
        "--repo", folder.file("repo"), "historical", "--entities", folder.file("e.csv"), "--output",
        folder.file("o.csv"),
      ]
        + features)
    #expect(historical.exitCode == 1 && historical.notes.contains("'other'"))
    let full = await CommandRun(
      ["--repo", folder.file("repo"), "online", "--keys", "id=1", "--keys", "other=5", "--full-feature-names"]
        + features)
    #expect(full.exitCode == 0, "\(full.notes)")
  }

  @Test("Row numbers of pandas are no features unless they are named")
  func rowNumbers() async throws {
    try folder.write("p.csv", ",id,event_timestamp,n,Unnamed: 3,__index_level_0__\n0,1,2024-01-01,5,1,2\n")
    _ = await folder.run("init", "--project", "shop")
    let run = await folder.run("register", "v", "--from", folder.file("p.csv"), "--entity-key", "id")
    #expect(run.exitCode == 0)
    #expect(
      run.notes.contains("Unnamed: 3") && run.notes.contains("__index_level_0__")
        && run.notes.contains("without a name"))
    let shown = await folder.run("views", "show", "v", "--format", "json").output
    #expect(shown.contains("\"n\"") && !shown.contains("Unnamed") && !shown.contains("__index"))
    let named = await folder.run(
      "register", "w", "--from", folder.file("p.csv"), "--entity-key", "id", "--features", "n,__index_level_0__")
    #expect(named.exitCode == 0, "\(named.notes)")
    #expect(!named.notes.contains("Left out"))
    #expect(await folder.run("views", "show", "w").output.contains("__index_level_0__"))
  }

  @Test("An error of how a CSV file is read names the options that help")
  func hints() async throws {
    try folder.write("q.csv", "id,event_timestamp,when,n\n1,2024-01-01,\"2024-01-01 10:00\",5\n")
    try folder.write("r.csv", "id;x,y;event_timestamp\n1;2;2024-01-01\n")
    _ = await folder.run("init", "--project", "shop")
    let bad = await folder.run(
      "register", "v", "--from", folder.file("q.csv"), "--entity-key", "id", "--created-column", "n")
    #expect(bad.exitCode == 1 && bad.notes.contains("--types"), "\(bad.notes)")
    let divided = await folder.run("data", "schema", folder.file("r.csv"))
    #expect(divided.exitCode == 1 && divided.notes.contains("--separator"), "\(divided.notes)")
    let schema = await folder.run("data", "schema", folder.file("r.csv"), "--separator", ";", "--types", "id=string")
    #expect(
      schema.exitCode == 0 && schema.output.contains("x,y") && schema.output.contains("string"), "\(schema.notes)")
    let nulls = await folder.run(
      "data", "schema", folder.file("q.csv"), "--nulls", "5", "--types", "n=int64,when=timestamp")
    #expect(nulls.exitCode == 0 && nulls.output.contains("timestamp"), "\(nulls.notes)")
  }

  @Test("A .parq file is a Parquet file")
  func parq() async {
    let run = await folder.run("data", "convert", folder.file("gold.csv"), folder.file("gold.parq"))
    #expect(run.exitCode == 0)
    #expect(await folder.run("data", "schema", folder.file("gold.parq")).output.contains("timestamp"))
  }

  @Test("Lists go to CSV and back when their type is given")
  func lists() async throws {
    let tags = try Column([FeatureValue.list(["a, b", "c"]), .list([]), .list([""])])
    try DataFrame(columns: [("tags", tags)]).writeParquet(to: folder.file("l.parquet"))
    #expect(await folder.run("data", "convert", folder.file("l.parquet"), folder.file("l.csv")).exitCode == 0)
    let back = await folder.run(
      "data", "convert", folder.file("l.csv"), folder.file("m.parquet"), "--types", "tags=list<string>")
    #expect(back.exitCode == 0, "\(back.notes)")
    #expect(try DataFrame(parquet: folder.file("m.parquet")) == DataFrame(parquet: folder.file("l.parquet")))
  }
}
