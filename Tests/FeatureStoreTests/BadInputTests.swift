import FeatureStore
import Foundation
import Testing

/// Bad input gets an error that names the thing and the remedy, and changes nothing on disk.
@Suite struct BadInputTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter
  private let gold: DataFrame
  private let spine: DataFrame

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    gold = try [
      "id": .int64([1, 2]), "event_timestamp": .timestamp(iso8601: ["2024-01-01", "2024-01-02"]),
      "x": .float64([1, 2]),
    ]
    spine = try ["id": .int64([1]), "event_timestamp": .timestamp(iso8601: ["2024-01-03"])]
  }

  /// Registers and materializes `v`, then expects an error and untouched files.
  private func expectError(
    _ code: FeatureStoreError.Code, _ parts: [String], _ body: () async throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "id"), gold)
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    try await expectUntouched(code, parts, body, sourceLocation: sourceLocation)
  }

  private func expectUntouched(
    _ code: FeatureStoreError.Code, _ parts: [String], _ body: () async throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try folder.contents()
    do {
      try await body()
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch let error as FeatureStoreError {
      #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
      for part in parts { #expect(error.message.contains(part), sourceLocation: sourceLocation) }
    }
    #expect(try folder.contents() == before, sourceLocation: sourceLocation)
  }

  private func register(_ config: FeatureViewConfig, _ frame: DataFrame) async throws {
    try await store.registerFeatureView(config, frame)
  }

  @Test("an unknown view or feature names those there are")
  func unknown() async throws {
    try await expectError(.viewNotFound, ["'w'", "Views here: v"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["w:x"])
    }
    try await expectError(.featureNotFound, ["'y'", "Features there: x"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:y"])
    }
    try await expectError(.featureNotFound, ["'y'"]) {
      _ = try await store.getOnlineFeatures(entityKeys: ["id": [1]], featureRefs: ["v:y"])
    }
    try await expectError(.viewNotFound, ["Views here: v"]) {
      try await store.materialize(featureViews: ["v", "w"], startDate: "2024-01-01", endDate: "2024-02-01")
    }
    try await expectError(.viewNotFound, ["Views here: v"]) { try await store.deleteFeatureView("w") }
  }

  @Test("a missing key or timestamp column names the columns that are there")
  func missingColumns() async throws {
    try await expectError(.columnNotFound, ["'key'", "id, event_timestamp, x"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "key"), gold)
    }
    try await expectError(.columnNotFound, ["no timestamp column", "id, x"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id"), gold.drop(["event_timestamp"]))
    }
    try await expectError(.columnNotFound, ["'z'", "id, event_timestamp, x"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id", features: ["z"]), gold)
    }
    try await expectError(.columnNotFound, ["'id'", "Columns here: event_timestamp"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine.drop(["id"]), featureRefs: ["v:x"])
    }
    try await expectError(.columnNotFound, ["no timestamp column"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine.drop(["event_timestamp"]), featureRefs: ["v:x"])
    }
    try await expectError(.entityKeyMissing, ["'id'", "Given: key"]) {
      _ = try await store.getOnlineFeatures(entityKeys: ["key": [1]], featureRefs: ["v:x"])
    }
  }

  @Test("a key of the wrong type names both types")
  func wrongKeyType() async throws {
    try await expectError(.typeMismatch, ["'id'", "string", "int64"]) {
      let text = try spine.adding("id", .string(["1"]))
      _ = try await store.getHistoricalFeatures(entityDF: text, featureRefs: ["v:x"])
    }
    try await expectError(.typeMismatch, ["'id'", "INT64", "string"]) {
      _ = try await store.getOnlineFeatures(entityKeys: ["id": ["abc"]], featureRefs: ["v:x"])
    }
    try await expectError(.typeMismatch, ["'id'", "bool"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id"), gold.adding("id", .bool([true, false])))
    }
    try await expectError(.conflict, ["'id'"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id"), gold.adding("id", .string(["a", "b"])))
    }
  }

  @Test("an empty frame, a null key, a ttl below zero and a name that leaves the repository are refused")
  func refused() async throws {
    try await expectError(.emptyFrame, ["'w'"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id"), gold.head(0))
    }
    try await expectError(.emptyFrame, ["entity frame"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine.head(0), featureRefs: ["v:x"])
    }
    try await expectError(.invalidArgument, ["'id'", "1 nulls"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id"), gold.adding("id", .int64([1, nil])))
    }
    try await expectError(.invalidArgument, ["-1 days"]) {
      try await register(FeatureViewConfig(name: "w", entityKey: "id", ttlDays: -1), gold)
    }
    try await expectError(.invalidName, ["'../x'"]) {
      try await register(FeatureViewConfig(name: "../x", entityKey: "id"), gold)
    }
    try await expectError(.invalidArgument, ["'soon'"]) {
      try await store.materialize(featureViews: ["v"], startDate: "soon", endDate: "2024-12-31")
    }
    try await expectError(.duplicateFeature, ["'x'"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine.adding("x", .int64([1])), featureRefs: ["v:x"])
    }
  }

  @Test("a registry cut short anywhere is an error or an empty answer, never a crash, and never overwritten")
  func cutRegistry() async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "id"), gold)
    let path = folder.file("repo/data/registry.db")
    let whole = try #require(FileManager.default.contents(atPath: path))
    for length in stride(from: 1, to: whole.count, by: 7) {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      let fresh = try folder.store()
      guard (try? await fresh.listFeatureViews()) == nil else { continue }
      let before = try folder.contents()
      await #expect(throws: FeatureStoreError.self) {
        try await fresh.registerFeatureView(FeatureViewConfig(name: "w", entityKey: "id"), gold)
      }
      #expect(try folder.contents() == before)
    }
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    try await expectUntouched(.corruptData, ["registry.db"]) { _ = try await folder.store().listFeatureViews() }
  }

  @Test("a Parquet file cut short is an error that names the view and the file")
  func cutParquet() async throws {
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "id"), gold)
    let path = "\(folder.file("repo"))/\(try await store.featureView("v").source)"
    let whole = try #require(FileManager.default.contents(atPath: path))
    try whole.prefix(whole.count - 9).write(to: URL(fileURLWithPath: path))
    try await expectUntouched(.corruptData, ["'v'", path]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"])
    }
    try await expectUntouched(.corruptData, ["'v'"]) {
      try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    }
    try await expectUntouched(.corruptData, ["'v'"]) {
      try await register(FeatureViewConfig(name: "v", entityKey: "id"), gold)
    }
    try FileManager.default.removeItem(atPath: path)
    try await expectUntouched(.io, ["'v'", "gone"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"])
    }
  }

  @Test("verbs that read say so when there is no repository, and make none")
  func noRepository() async throws {
    try await expectUntouched(.repositoryNotFound, ["featurestore init"]) {
      _ = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"])
    }
    #expect(try await store.listFeatureViews().isEmpty)
  }
}
