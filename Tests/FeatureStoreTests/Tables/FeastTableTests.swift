import FeatureStore
import Foundation
import Testing

/// Feature views as tables: versions are files, and only files that were written here are ever removed.
@Suite struct FeastTableTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter
  private let config = FeatureViewConfig(
    name: "v", entityKey: "id", ttlDays: 3, tags: ["team": "growth"], timestampColumn: "ts",
    createdTimestampColumn: "created")
  private let schema: [(name: String, type: ColumnType)] = [
    ("x", .int64), ("id", .string), ("ts", .timestamp(.milliseconds, utc: true)), ("created", .date),
    ("amount", .decimal(precision: 9, scale: 2)), ("points", .list(.float32)),
  ]

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func rows(_ ids: [String], _ x: [Int64?], day: Int = 1) throws -> DataFrame {
    let time = try Timestamp("2024-01-0\(day)")
    return try DataFrame(columns: [
      ("id", .string(ids)), ("x", .int64(x)), ("ts", .timestamp(ids.map { _ in time })),
      ("created", .timestamp(ids.map { _ in time })),
      ("amount", .decimal(ids.map { _ in DecimalValue(unscaled: 150, scale: 2) })),
      ("points", .list(ids.map { _ in [Float(1)] })), ("more", .bool(ids.map { _ in true })),
    ]).adding("amount", Column.nulls(.decimal(precision: 9, scale: 2), count: ids.count))
  }

  private func dataFiles() throws -> [String] {
    try folder.contents().keys.filter { $0.hasPrefix("repo/data/v/") && $0.hasSuffix(".parquet") }.sorted()
  }

  private func expect(
    _ code: FeatureStoreError.Code, _ parts: [String], _ body: () async throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try folder.contents()
    let error = await #expect(throws: FeatureStoreError.self, sourceLocation: sourceLocation) { try await body() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    for part in parts { #expect(error?.message.contains(part) == true, sourceLocation: sourceLocation) }
    #expect(try folder.contents() == before, sourceLocation: sourceLocation)
  }

  @Test("a new table has its columns, no row, and answers every verb")
  func empty() async throws {
    #expect(try await store.createTable(config, schema: schema) == "feature_store.v")
    let frame = try await store.readTable("v")
    #expect(frame.columnNames == ["id", "ts", "created", "x", "amount", "points"])
    #expect(frame.rowCount == 0)
    #expect(try frame.column("points").type == .list(.float32))
    #expect(try await store.listTables() == ["v"])
    let table = try await store.getTableMetadata("v")
    #expect(
      table.columns.map(\.type) == [
        "STRING", "UNIX_TIMESTAMP", "UNIX_TIMESTAMP", "INT64", "DECIMAL", "FLOAT_LIST",
      ])
    #expect(table.rowCount == 0)
    #expect(table.versions.map(\.number) == [1])
    #expect(table.view.ttl == .seconds(259_200))
    let spine: DataFrame = try ["id": .string(["a"]), "event_timestamp": .timestamp(iso8601: ["2024-01-02"])]
    let training = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x", "v:points"])
    #expect(try training.column("x") == .int64([nil]))
    #expect(try training.column("points") == .nulls(.list(.float32), count: 1))
    let done = try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    #expect(done.map(\.entities) == [0])
    let online = try await store.getOnlineFeatures(entityKeys: ["id": ["a"]], featureRefs: ["v:x"])
    #expect(try online["x"].statuses == [.notFound])
  }

  @Test("rows are written under the stored definition, each write is a version")
  func versions() async throws {
    try await store.createTable(config, schema: schema)
    try await store.writeTable("v", rows(["a", "b"], [1, 2]))
    try await store.writeTable("v", rows(["b", "c"], [20, nil]))
    try await store.writeTable("v", rows(["d"], [4]), mode: .overwrite)
    let view = try await store.featureView("v")
    #expect(view.tags == ["team": "growth"])
    #expect(view.features.map(\.name) == ["x", "amount", "points"])
    func x(_ version: Int64?) async throws -> [String: Int64?] {
      let frame = try await store.readTable("v", version: version)
      return Dictionary(
        uniqueKeysWithValues: zip(
          try frame["id", as: String.self].map { $0 ?? "" }, Array(try frame["x", as: Int64.self])))
    }
    #expect(try await x(1) == [:])
    #expect(try await x(2) == ["a": 1, "b": 2])
    #expect(try await x(3) == ["a": 1, "b": 20, "c": nil])
    #expect(try await x(nil) == ["d": 4])
    let table = try await store.getTableMetadata("v")
    #expect(table.rowCount == 1)
    #expect(table.versions.map(\.number) == [1, 2, 3, 4])
    #expect(table.versions.allSatisfy { $0.writtenAt.map { $0.seconds > 1_700_000_000 } ?? false })
    try await expect(.versionNotFound, ["'v'", "1, 2, 3, 4"]) { _ = try await store.readTable("v", version: 5) }
  }

  @Test("misuse is refused and changes nothing")
  func refused() async throws {
    try await store.createTable(config, schema: schema)
    try await expect(.conflict, ["'v'", "writeTable"]) { try await store.createTable(config, schema: schema) }
    try await expect(.viewNotFound, ["'w'", "Views here: v"]) { try await store.writeTable("w", rows(["a"], [1])) }
    try await expect(.viewNotFound, ["'w'"]) { _ = try await store.readTable("w") }
    try await expect(.viewNotFound, ["'w'"]) { _ = try await store.getTableMetadata("w") }
    try await expect(.viewNotFound, ["'w'"]) { try await store.deleteTable("w") }
    try await expect(.columnNotFound, ["'x'"]) { try await store.writeTable("v", rows(["a"], [1]).drop(["x"])) }
    try await expect(.emptyFrame, ["'v'"]) { try await store.writeTable("v", rows([], [])) }
    try await expect(.conflict, ["'x'", "int64", "string"]) {
      try await store.writeTable("v", rows(["a"], [1]).adding("x", .string(["1"])))
    }
    try await expect(.invalidArgument, ["'w'", "'x'"]) {
      try await store.createTable(
        FeatureViewConfig(name: "w", entityKey: "id"), schema: schema + [(name: "x", type: .bool)])
    }
    try await expect(.columnNotFound, ["'key'"]) {
      try await store.createTable(FeatureViewConfig(name: "w", entityKey: "key", timestampColumn: "ts"), schema: schema)
    }
    try await expect(.invalidArgument, ["Keep at least 1"]) { try await store.vacuumTable("v", keepingVersions: 0) }
  }

  @Test("a column that no feature names any more comes last; a later one is not in earlier versions")
  func changedColumns() async throws {
    let config = FeatureViewConfig(name: "v", entityKey: "id", timestampColumn: "ts")
    try await store.registerFeatureView(config, rows(["a"], [1]).select(["id", "ts", "x"]))
    let other = FeatureViewConfig(name: "v", entityKey: "id", features: ["more"], timestampColumn: "ts")
    try await store.registerFeatureView(other, rows(["b"], [2]).select(["id", "ts", "more"]))
    #expect(try await store.readTable("v").columnNames == ["id", "ts", "more", "x"])
    #expect(try await store.readTable("v", version: 1).columnNames == ["id", "ts", "x"])
    let columns = try await store.getTableMetadata("v").columns
    #expect(columns.map(\.type) == ["STRING", "UNIX_TIMESTAMP", "BOOL", "INT64"])
  }

  @Test("a deleted table leaves no file and no online value; a view of its name starts anew")
  func deleting() async throws {
    try await store.createTable(config, schema: schema)
    try await store.writeTable("v", rows(["a"], [1]))
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    try await store.deleteTable("v")
    #expect(try dataFiles() == [])
    #expect(try await store.listTables() == [])
    try await store.createTable(config, schema: schema)
    #expect(try await store.getTableMetadata("v").versions.map(\.number) == [1])
    let online = try await store.getOnlineFeatures(entityKeys: ["id": ["a"]], featureRefs: ["v:x"])
    #expect(try online["x"].statuses == [.notFound])
  }

  @Test("vacuum keeps the newest versions and what the registry names, and tidies up after killed writers")
  func vacuum() async throws {
    try await store.createTable(config, schema: schema)
    for number in 1...4 { try await store.writeTable("v", rows(["a"], [Int64(number)])) }
    let unfinished = folder.file("repo/data/v/v000009-1a.parquet.77-12.tmp")
    let foreign = folder.file("repo/data/v/hand-made.parquet")
    for path in [unfinished, foreign] { try Data([1]).write(to: URL(fileURLWithPath: path)) }
    #expect(try await store.vacuumTable("v", keepingVersions: 9) == [])
    #expect(try await store.vacuumTable("v", keepingVersions: 2) == [1, 2, 3])
    #expect(try await store.getTableMetadata("v").versions.map(\.number) == [4, 5])
    #expect(!FileManager.default.fileExists(atPath: unfinished))
    #expect(try await store.vacuumTable("v", keepingVersions: 1) == [4])
    #expect(try await store.readTable("v")["x", as: Int64.self].first == 4)
    try await expect(.versionNotFound, ["no version 4", "there: 5"]) { _ = try await store.readTable("v", version: 4) }
    try await store.writeTable("v", rows(["b"], [9]))
    #expect(try await store.getTableMetadata("v").versions.map(\.number) == [5, 6])
    try await store.deleteTable("v")
    #expect(FileManager.default.fileExists(atPath: foreign))
  }

  @Test("a file above the registry's one was never seen: it is no version, and later writes count past it")
  func killedWriter() async throws {
    try await store.createTable(config, schema: schema)
    let first = try #require(try dataFiles().first)
    try FileManager.default.copyItem(
      atPath: folder.file(first), toPath: folder.file("repo/data/v/v000002-abc.parquet"))
    #expect(try await store.getTableMetadata("v").versions.map(\.number) == [1])
    try await store.writeTable("v", rows(["a"], [1]))
    #expect(try await store.getTableMetadata("v").versions.map(\.number) == [1, 2, 3])
  }

  @Test("tasks that create one table at once: one of them does, the others get a conflict")
  func concurrentCreation() async throws {
    let outcomes = await withTaskGroup(of: FeatureStoreError.Code?.self) { group in
      for _ in 0..<6 {
        group.addTask {
          do {
            try await folder.store().createTable(config, schema: schema)
            return nil
          } catch { return (error as? FeatureStoreError)?.code }
        }
      }
      return await group.reduce(into: [FeatureStoreError.Code?]()) { $0.append($1) }
    }
    #expect(outcomes.filter { $0 == nil }.count == 1)
    #expect(outcomes.filter { $0 == .conflict }.count == 5)
  }
}
