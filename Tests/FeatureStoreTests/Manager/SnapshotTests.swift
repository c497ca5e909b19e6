import FeatureStore
import Foundation
import Testing

@Suite struct SnapshotTests {
  private let folder: TemporaryFolder
  private let manager: FeatureStoreManager

  init() throws {
    folder = try TemporaryFolder()
    manager = FeatureStoreManager(backend: try folder.store(), outputPath: folder.file("output"))
  }

  private static let frame: DataFrame = [
    "customer_id": .int64([1, 2, 3, 4, 5]),
    "feature_timestamp": .timestamp(
      [1, 2, 3, 4, nil].map { (day: Int64?) in day.map { Timestamp(seconds: $0 * 86_400) } }),
    "age": .int64([30, 40, 50, 60, 70]), "spend": .float64([1, 2, 3, 4, 5]),
    "target": .int64([0, nil, 1, 1, 0]),
  ]

  private func registry(_ risk: LeakageRisk = .low) throws -> FeatureRegistry {
    var registry = FeatureRegistry()
    try registry.register(TemporalFeatureDefinition(name: "age", description: "", entityKey: "customer_id"))
    try registry.register(
      TemporalFeatureDefinition(name: "spend", description: "", entityKey: "customer_id", leakageRisk: risk))
    return registry
  }

  @Test("a snapshot holds the rows with a label up to the cut-off, under the next version")
  func rows() async throws {
    let first = try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-04")
    #expect(first.id == "training_v1" && first.rowCount == 2 && first.sha256.count == 64)
    let second = try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-05")
    #expect(second.id == "training_v2" && second.rowCount == 3)
    #expect(try manager.listSnapshots() == [first, second])
    let set = try manager.createTrainingSet(fromSnapshot: "training_v1", try registry())
    #expect(set.features.columnNames == ["age", "spend"])
    #expect(try Array(set.features["age", as: Int64.self]) == [30, 50])
    #expect(set.target == .int64([0, 1]))
  }

  @Test("a row whose label is not a number is left out, as one without a label is")
  func labelNotANumber() async throws {
    for target in [Column.float64([1, .nan, 0, nil, 2]), .float32([1, .nan, 0, nil, 2])] {
      let frame = try Self.frame.drop(["target"]).adding("target", target)
      let snapshot = try await manager.createSnapshot(frame, cutoffDate: "1970-01-31")
      #expect(snapshot.rowCount == 2)
    }
  }

  @Test("a description that is empty or cut is an error that names the file", arguments: ["", "{", "[]", "{}"])
  func damagedManifest(_ text: String) async throws {
    _ = try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-31")
    let path = folder.file("output/snapshots/training_v2.json")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: FeatureStoreError.self) { try manager.listSnapshots() }
    #expect(error.code == .corruptData && error.message.hasPrefix(path) && error.context.path == path)
  }

  @Test("a stray file with the greatest number neither traps nor counts")
  func greatestVersion() async throws {
    let snapshots = folder.file("output/snapshots")
    _ = try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-31")
    for number in ["\(Int.max)", "9223372036854775808", "99999999999999999999999"] {
      try Data().write(to: URL(fileURLWithPath: "\(snapshots)/training_v\(number).parquet"))
      try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(snapshots)/training_v\(number).json"))
    }
    #expect(try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-31").id == "training_v2")
    #expect(try manager.listSnapshots().map(\.version) == [1, 2])
  }

  @Test("labels that are not available yet are left out where a column says so")
  func availability() async throws {
    let frame = try Self.frame.adding("label_available_flag", .bool([false, true, true, nil, true]))
    #expect(try await manager.createSnapshot(frame, cutoffDate: "1970-01-31").rowCount == 1)
  }

  @Test("a changed file is refused, and so is a snapshot that is not there")
  func verification() async throws {
    let snapshot = try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-31")
    let path = folder.file("output/snapshots/\(snapshot.id).parquet")
    var bytes = try #require(FileManager.default.contents(atPath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: FeatureStoreError.self) {
      try manager.createTrainingSet(fromSnapshot: snapshot.id, try registry())
    }
    #expect(error?.code == .corruptData)
    #expect(error?.message.contains(snapshot.sha256) == true)
    for id in ["training_v9", "../training_v1", "training_v01", ""] {
      let missing = #expect(throws: FeatureStoreError.self) {
        try manager.createTrainingSet(fromSnapshot: id, try registry())
      }
      #expect(missing?.message.contains("Snapshots there: training_v1.") == true)
    }
  }

  @Test("high risk, no rows, no cut-off and bad columns are refused; nothing is written")
  func refusals() async throws {
    let before = try folder.contents()
    await #expect(throws: FeatureStoreError.self) { try await manager.createSnapshot(Self.frame) }
    await #expect(throws: FeatureStoreError.self) {
      try await manager.createSnapshot(Self.frame, cutoffDate: "1960-01-01")
    }
    await #expect(throws: (any Error).self) {
      try await manager.createSnapshot(
        Self.frame, cutoffDate: "1970-01-31", options: SnapshotOptions(targetColumn: "churned"))
    }
    #expect(try folder.contents() == before)
    let snapshot = try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-31")
    let risky = try registry(.high)
    #expect(throws: FeatureStoreError.self) { try manager.createTrainingSet(fromSnapshot: snapshot.id, risky) }
    let set = try manager.createTrainingSet(fromSnapshot: snapshot.id, risky, allowingHighRisk: ["spend"])
    #expect(set.features.columnNames == ["age", "spend"])
  }

  @Test("writers at the same time share no version")
  func concurrency() async throws {
    let manager = manager
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        group.addTask { try await manager.createSnapshot(Self.frame, cutoffDate: "1970-01-31").id }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids == Set((1...8).map { "training_v\($0)" }))
  }
}
