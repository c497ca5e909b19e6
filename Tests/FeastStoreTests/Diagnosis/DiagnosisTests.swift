import DataFrames
import FeatureStoreCore
import Foundation
import Testing

@testable import FeastStore

@Suite struct DiagnosisTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter

  init() async throws {
    folder = try TemporaryFolder()
    store = try FeastAdapter(repoPath: folder.path)
    for view in ["v", "w"] {
      let frame: DataFrame = [
        "k": .int64([1]), "event_timestamp": .timestamp([try Timestamp("2024-01-01")]), "a": .int64([1]),
      ]
      try await store.registerFeatureView(FeatureViewConfig(name: view, entityKey: "k"), frame)
    }
    let projections = [FeatureProjection(view: "v"), FeatureProjection(view: "w", alias: "x")]
    try await store.registerFeatureService(FeatureServiceConfig(name: "both", features: projections))
    try await store.registerFeatureService(
      FeatureServiceConfig(name: "only", features: [FeatureProjection(view: "v")]))
  }

  private func check(_ name: String) async throws -> StoreCheck {
    try #require(await store.diagnose().first { $0.name == name })
  }

  @Test("a healthy repository has no failure and no warning")
  func healthy() async throws {
    let checks = await store.diagnose()
    #expect(checks.allSatisfy { $0.status == .fine }, "\(checks)")
    #expect(
      Set(["settings", "registry", "data", "online", "sources", "services", "stores"]).isSubset(of: checks.map(\.name)))
  }

  @Test("a service that names a view or a feature which is gone is a failure that says which")
  func danglingServices() async throws {
    let repository = try store.location.required()
    try repository.registry.update { registry in registry.featureViews.removeAll { $0.spec.name == "w" } }
    try repository.registry.update { registry in registry.featureViews[0].spec.features[0].name = "b" }
    let found = try await check("services")
    #expect(found.status == .failed && !found.isFine)
    #expect(found.finding.contains("'both' names the feature 'v:a', which is gone, the view 'w', which is gone"))
    #expect(found.finding.contains("featurestore services delete only"))
  }

  @Test("online tables and features that the registry does not have, and missing ones, are warnings")
  func stores() async throws {
    let repository = try store.location.required()
    let online = try #require(repository.online)
    _ = try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-02-01")
    try online.createTable(OnlineTable(project: "feature_store", view: "gone"))
    try online.createTable(OnlineTable(project: "another", view: "thing"))
    try repository.registry.update { registry in registry.featureViews[0].spec.features[0].name = "b" }
    let found = try await check("stores")
    #expect(found.status == .warning && found.isFine)
    #expect(found.finding.contains("features which it no longer has: a."))
    #expect(found.finding.contains("no view of the registry: feature_store_gone."))
    try online.dropTable(repository.table("v"))
    #expect(
      try await check("stores").finding.contains(
        "'v' was materialized until 2024-02-01T00:00:00Z, but its table is gone"))
  }

  @Test("a source outside the repository is a warning, one that is gone a failure; all of them are named")
  func sources() async throws {
    let outside = try TemporaryFolder()
    let repository = try store.location.required()
    let sources = try repository.registry.snapshot().views(project: "feature_store").map {
      try $0.fileSource().path(in: folder.path)
    }
    try FileManager.default.moveItem(atPath: sources[0], toPath: outside.path + "/v.parquet")
    try repository.registry.update { registry in
      registry.featureViews[0].spec.batchSource.fileOptions.uri = outside.path + "/v.parquet"
    }
    #expect(try await check("sources").status == .warning)
    #expect(try await check("sources").finding.contains("'v' is outside the repository: \(outside.path)/v.parquet."))
    try FileManager.default.removeItem(atPath: sources[1])
    let found = try await check("sources")
    #expect(found.status == .failed && found.finding.contains("'w' is gone: \(sources[1])"))
    #expect(found.finding.contains("'v' is outside"))
  }

  @Test("no repository yet is a warning with the folder's whole path")
  func none() async throws {
    let checks = await (try FeastAdapter(repoPath: folder.path + "/none")).diagnose()
    #expect(checks.map(\.status) == [.warning] && checks[0].finding.contains("none yet in \(folder.path)/none;"))
  }

  @Test("a view of services stays until it is taken out of them; a service without another view goes with it")
  func deletion() async throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/data/registry.db"))
    for delete in [store.deleteFeatureView as (String) async throws -> Void, store.deleteTable] {
      let error = try await #require(throws: FeatureStoreError.self) { try await delete("v") }
      #expect(error.code == .conflict && error.message.contains("the feature services both, only"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/data/registry.db")) == before)
    let removals = try await store.deleteFeatureView("v", fromServices: true)
    #expect(removals.changed == ["both"] && removals.removed == ["only"])
    #expect(try await store.listFeatureServices().map { $0.features.map(\.view) } == [["w"]])
    let rows = try store.location.required().versions(of: "w").folder
    #expect(try await store.deleteTable("w", fromServices: true).removed == ["both"])
    #expect(try ViewFolder.dataFiles(in: #require(rows)).isEmpty)
    #expect(try await check("services").status == .fine)
  }
}
