import DataFrames
import FeastStore
import FeatureStoreCore
import FeatureStoreTesting
import Foundation
import Testing

/// One customer with a value at 2024-01-01T00:00:00Z and one a day later.
private let gold: DataFrame = [
  "id": .int64([1, 2]),
  "event_timestamp": .timestamp([Timestamp(seconds: 1_704_067_200), Timestamp(seconds: 1_704_153_600)]),
  "x": .int64([10, 20]),
]

@Suite struct ViewTests {
  private static func stores() throws -> (StoreFolder, [any FeatureStoreAdapter]) {
    let folder = try StoreFolder()
    return (folder, [try folder.store(), InMemoryAdapter()])
  }

  @Test("a ttl of parts of a second holds to the microsecond, in training rows and online")
  func fractionalTTL() async throws {
    let (folder, stores) = try Self.stores()
    for store in stores {
      let config = FeatureViewConfig(name: "v", entityKeys: ["id"], ttl: .milliseconds(1_500))
      try await store.registerFeatureView(config, gold)
      #expect(try await store.featureView("v").ttl == .milliseconds(1_500))
      let times = ["2024-01-01T00:00:01.5", "2024-01-01T00:00:01.500001", "2024-01-01T00:00:01.499999"]
      let spine = try DataFrame(columns: [
        ("id", .int64([1, 1, 1])), ("event_timestamp", try .timestamp(iso8601: times)),
      ])
      let training = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"])
      #expect(try training.column("x") == .int64([10, nil, 10]))
      try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-01-03")
      for (time, expected) in zip(times, [10, nil, 10] as [Int64?]) {
        let options = OnlineOptions(enforceTTL: true, asOf: try Timestamp(time))
        let online = try await store.getOnlineFeatures(entityKeys: ["id": [1]], featureRefs: ["v:x"], options: options)
        #expect(try online["x"].values == [expected.map(FeatureValue.int64) ?? .null], "\(time)")
      }
    }
    _ = folder
  }

  @Test("a window that ends in the future is recorded until now, with a note; later runs go on from there")
  func futureWindow() async throws {
    let (folder, stores) = try Self.stores()
    for store in stores {
      try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "id"), gold)
      let first = try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2999-01-01")
      #expect(first[0].entities == 2 && first[0].notes.count == 1)
      let until = try #require(try await store.featureView("v").materializedUntil)
      #expect(until < (try Timestamp("2900-01-01")) && first[0].end == until)
      let second = try await store.materializeIncremental(featureViews: [], endDate: "2999-01-01")
      #expect(second[0].start == until && second[0].notes.count == 1)
      let backwards = try await store.materializeIncremental(featureViews: [], endDate: "2020-01-01")
      #expect(backwards[0].entities == 0 && backwards[0].notes.count == 1)
      let late = try await store.materialize(featureViews: ["v"], startDate: "2998-01-01", endDate: "2999-01-01")
      #expect(late[0].entities == 0)
    }
    _ = folder
  }

  @Test("one view that fails does not keep the others from being materialized")
  func failingView() async throws {
    let folder = try StoreFolder()
    let store = try folder.store()
    for name in ["a", "b", "c"] {
      try await store.registerFeatureView(FeatureViewConfig(name: name, entityKey: "id"), gold)
    }
    try folder.spoil("b")
    let error = try await #require(throws: FeatureStoreError.self) {
      try await store.materialize(featureViews: [], startDate: "2024-01-01", endDate: "2024-01-03")
    }
    #expect(error.message.contains("1 of 3 views") && error.message.contains("b: "))
    #expect((error.underlying as? MaterializationFailure)?.done.map(\.view) == ["a", "c"])
    #expect(try await store.featureView("c").materializedUntil != nil)
    #expect(try await store.featureView("b").materializedUntil == nil)
  }

  @Test("rows can be pushed to the source of a view whose ttl is no whole number of days")
  func pushWithHours() async throws {
    let folder = try StoreFolder()
    let store = try folder.store()
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKeys: ["id"], ttl: .seconds(21_600)), gold)
    try await store.push("v", gold, to: .offline)
    try await store.writeTable("v", gold, mode: .overwrite)
    #expect(try await store.featureView("v").ttl == .seconds(21_600))
  }
}

/// A folder of its own for one test, removed with the last reference to it.
private final class StoreFolder: Sendable {
  private let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("views-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func store() throws -> FeastAdapter { try FeastAdapter(repoPath: "\(path)/repo") }

  /// Writes over the data files of a view what is no Parquet.
  func spoil(_ view: String) throws {
    let folder = "\(path)/repo/data/\(view)"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".parquet") {
      try "no Parquet".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
  }
}
