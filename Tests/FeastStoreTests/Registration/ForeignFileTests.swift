import DataFrames
import FeatureStoreCore
import Foundation
import Parquet
import SwiftProtobuf
import Testing

@testable import FeastStore

/// A view whose source is a file that somebody else made: rows go into that file, and nothing else of it changes.
@Suite struct ForeignFileTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter
  private let file: String

  init() async throws {
    folder = try TemporaryFolder()
    store = try FeastAdapter(repoPath: folder.file("repo"))
    file = folder.file("people.parquet")
    try await store.registerFeatureView(
      FeatureViewConfig(name: "v", entityKey: "id", ttlDays: 3, tags: ["team": "a"]), try Self.rows())
    var options = ParquetWriteOptions()
    options.nanoseconds = .kept
    try Self.stored().writeParquet(to: file, options: options)
    try point(at: file)
  }

  private static func rows(_ x: Column = .float32([0.5]), day: Int = 1) throws -> DataFrame {
    try DataFrame(columns: [
      ("id", .int64([1])), ("event_timestamp", .timestamp(iso8601: ["2024-01-0\(day)"])), ("x", x),
      ("s", .string(["a"])),
    ])
  }

  /// The same row as pandas might have it, with a column that the view does not declare, in another order.
  private static func stored() throws -> DataFrame {
    let time = try Timestamp("2024-01-01")
    return try DataFrame(columns: [
      ("x", .float32([0.5])), ("other", .int64([7])), ("event_timestamp", .timestamp([time], unit: .nanoseconds)),
      ("id", .int32([1])), ("s", .string(["a"])),
    ])
  }

  /// Makes the view read a file, as a definition in Python would have it.
  private func point(at path: String, _ more: (inout Feast_Core_FeatureViewSpec) -> Void = { _ in }) throws {
    try store.location.required().registry.update { registry in
      registry.featureViews[0].spec.batchSource.fileOptions.uri = path
      registry.featureViews[0].spec.batchSource.name = "people"
      registry.featureViews[0].spec.online = false
      registry.dataSources[0].fileOptions.uri = path
      registry.dataSources[0].name = "people"
      more(&registry.featureViews[0].spec)
    }
  }

  private func registry() throws -> Feast_Core_Registry { try store.location.required().registry.snapshot().registry }

  private func contents() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.reduce(into: [:]) { (files: inout [String: Data], name: String) in
      files[name] = FileManager.default.contents(atPath: folder.file(name))
    }
  }

  private func refused(
    _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
  ) async throws {
    let before = try contents()
    let error = await #expect(throws: FeatureStoreError.self, sourceLocation: sourceLocation) { try await body() }
    for part in parts {
      #expect(error?.message.contains(part) == true, "\(String(describing: error))", sourceLocation: sourceLocation)
    }
    #expect(try contents() == before, sourceLocation: sourceLocation)
  }

  @Test("a push goes into the file: its types, columns, order, mode and link stay, and so does the registry")
  func push() async throws {
    let link = folder.file("link.parquet")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    try point(at: link)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    let before = try registry()
    try await store.push("v", try Self.rows(.float64([0.1]), day: 2), to: .offline)
    try await store.push("v", try Self.rows(.int64([3]), day: 2).adding("other", .int64([9])), to: .offline)
    let now = try DataFrame(parquet: file)
    #expect(now.schema.map(\.name) == (try Self.stored()).schema.map(\.name))
    #expect(now.schema.map(\.type) == (try Self.stored()).schema.map(\.type))
    #expect(try now.column("x") == .float32([0.5, 3]))
    #expect(try now.column("other") == .int64([7, 9]))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o640)
    #expect(try registry() == before)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "link.parquet", "people.parquet", "repo",
      ])
    try await store.writeTable("v", try Self.rows(day: 3))
    #expect(try DataFrame(parquet: file).rowCount == 3)
    #expect(try await store.readTable("v").rowCount == 3)
  }

  @Test("a registration keeps the source, the entity's name and that the view is not online")
  func registration() async throws {
    try store.location.required().registry.update { registry in
      registry.entities.append(registry.entities[1])
      registry.entities[2].spec.name = "person"
      registry.featureViews[0].spec.entities = ["person"]
    }
    let config = FeatureViewConfig(name: "v", entityKey: "id", ttlDays: 9, tags: ["tier": "1"])
    try await store.registerFeatureView(config, try Self.rows(day: 2))
    let spec = try registry().featureViews[0].spec
    #expect(spec.batchSource.fileOptions.uri == file && spec.batchSource.name == "people")
    #expect(!spec.online && spec.entities == ["person"])
    #expect(spec.ttl.seconds == 9 * 86_400 && spec.tags == ["team": "a", "tier": "1"])
    #expect(try DataFrame(parquet: file).rowCount == 2)
    try await refused(["other", people()]) {
      try await store.registerFeatureView(config, try Self.rows(day: 3), mode: .overwrite)
    }
    let whole = try Self.rows(day: 3).adding("other", .int64([1]))
    let taking = FeatureViewConfig(name: "v", entityKey: "id", features: ["x", "s"])
    let lost = try await store.planRegistration(taking, whole, mode: .overwrite).losses.map(\.description)
    #expect(lost.contains { $0.contains(people()) && $0.contains("2, not made here") }, "\(lost)")
    try await store.registerFeatureView(
      FeatureViewConfig(name: "v", entityKey: "id", features: ["x", "s"]), whole, mode: .overwrite)
    #expect(try DataFrame(parquet: file).rowCount == 1)
    #expect(try registry().featureViews[0].spec.batchSource.fileOptions.uri == file)
  }

  private func people() -> String { "people.parquet" }

  @Test("what cannot go into the file is refused with the reason, and nothing changes")
  func refusals() async throws {
    try await refused(["'x'", "float32"]) {
      try await store.push("v", try Self.rows(.float64([1.0 / 3])), to: .offline)
    }
    try await refused(["'id'", "INT64", "int32"]) {
      try await store.push("v", try Self.rows().adding("id", .int64([1 << 40])), to: .onlineAndOffline)
    }
    try await refused(["no column 's'"]) { try await store.push("v", try Self.rows().drop(["s"]), to: .offline) }
    let added = FeatureViewConfig(name: "v", entityKey: "id", features: ["x", "s", "new"])
    try await refused(["'new'", "not in the file"]) {
      try await store.registerFeatureView(added, try Self.rows().adding("new", .int64([1])))
    }
    for (path, part) in [
      (folder.path, "is a folder"), (folder.file("*.parquet"), "pattern"), ("s3://bucket/a.parquet", "URL"),
      (folder.file("gone.parquet"), "gone"), (folder.file("repo/feature_store.yaml"), "cannot be read"),
    ] {
      try point(at: path)
      try await refused([part]) { try await store.push("v", try Self.rows(), to: .offline) }
    }
  }

  @Test("a declared type that differs from the file's stays, and values fit both")
  func differingTypes() async throws {
    try Self.stored().adding("x", .int64([5])).writeParquet(to: file)
    try point(at: file) { spec in spec.features[0].valueType = .string }
    try await store.push("v", try Self.rows(.int64([9]), day: 2), to: .onlineAndOffline)
    try await store.push("v", try Self.rows(.string(["8"]), day: 3), to: .onlineAndOffline)
    try await refused(["'x'", "STRING", "int64"]) {
      try await store.push("v", try Self.rows(.string(["eight"]), day: 4), to: .onlineAndOffline)
    }
    #expect(try DataFrame(parquet: file).column("x") == .int64([5, 9, 8]))
    #expect(try await store.featureView("v").features[0].type == "STRING")
    let online = try await store.getOnlineFeatures(entityKeys: ["id": [1]], featureRefs: ["v:x"])
    #expect(try online["x"].values == ["8"])
  }

  @Test("writers at once lose no row")
  func concurrent() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for day in 2...9 {
        group.addTask {
          try await FeastAdapter(repoPath: folder.file("repo")).push("v", try Self.rows(day: day), to: .offline)
        }
      }
      try await group.waitForAll()
    }
    #expect(try DataFrame(parquet: file).rowCount == 9)
  }

  @Test("doctor finds key types that are not those of the online values, or that the file exceeds")
  func keyTypes() async throws {
    func check() async -> StoreCheck? { await store.diagnose().first { $0.name == "keys" } }
    try await store.push("v", try Self.rows(), to: .online)
    #expect(await check()?.isFine == true)
    try point(at: file) { spec in spec.entityColumns[0].valueType = .int32 }
    #expect(await check()?.finding.contains("'id' as INT64, but it is declared INT32") == true)
    #expect(await check()?.isFine == false)
    try store.location.required().online?.dropTable(OnlineTable(project: "feature_store", view: "v"))
    #expect(await check()?.isFine == true)
    try Self.stored().adding("id", .int64([1 << 40])).writeParquet(to: file)
    #expect(await check()?.finding.contains("its file holds int64 beyond that type") == true)
  }
}
