import DataFrames
import FeatureStoreCore
import Foundation
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct RegistryFileTests {
  let folder: TemporaryFolder
  let file: RegistryFile

  init() throws {
    folder = try TemporaryFolder()
    file = RegistryFile(path: folder.file("registry.db"))
  }

  private func project(_ name: String) -> Feast_Core_Project { .with { $0.spec.name = name } }

  @Test("Without a file there is an empty registry, and nothing is written until something changes")
  func missingFile() throws {
    let registry = try file.snapshot().registry
    #expect(registry.registrySchemaVersion == "1")
    #expect(registry.featureViews.isEmpty)
    try file.update { _ in }
    #expect(!folder.fileNames.contains("registry.db"))
    try file.update { $0.projects.append(project("demo")) }
    #expect(try file.snapshot().registry.projects.map(\.spec.name) == ["demo"])
  }

  @Test("The folder of a new registry is made with it")
  func newFolder() throws {
    let file = RegistryFile(path: folder.file("a/b/registry.db"))
    try file.update { $0.projects.append(project("demo")) }
    #expect(try file.snapshot().registry.projects.count == 1)
  }

  @Test("Each change gets a version id of its own, the time, and a newer file time")
  func stamps() throws {
    try file.update { $0.projects.append(project("a")) }
    let first = try file.snapshot().registry
    var stamp = try #require(try FileStamp(path: file.path))
    for name in ["b", "c", "d"] {
      try file.update { $0.projects.append(project(name)) }
      let next = try #require(try FileStamp(path: file.path))
      #expect(next.isNewer(than: stamp))
      stamp = next
    }
    let last = try file.snapshot().registry
    #expect(first.versionID != last.versionID)
    #expect(last.versionID == last.versionID.lowercased() && UUID(uuidString: last.versionID) != nil)
    #expect(last.lastUpdated.nanos % 1_000 == 0)
    #expect(last.lastUpdated.seconds > 1_700_000_000)
    #expect(folder.fileNames == ["registry.db", "registry.db.lock"], "no temporary file is left")
  }

  @Test("A body that throws or changes nothing leaves the file as it is")
  func untouched() throws {
    struct Refused: Error {}
    try file.update { $0.projects.append(project("a")) }
    let before = bytes(ofFile: file.path)
    #expect(throws: Refused.self) {
      try file.update { registry in
        registry.projects.removeAll()
        throw Refused()
      }
    }
    #expect(try file.update { $0.projects.count } == 1)
    #expect(bytes(ofFile: file.path) == before)
  }

  @Test("A change by somebody else is noticed, and an unchanged file is not read again")
  func cache() throws {
    try file.update { $0.projects.append(project("a")) }
    let first = try file.snapshot().registry.versionID
    #expect(try file.snapshot().registry.versionID == first)
    try RegistryFile(path: file.path).update { $0.projects.append(project("b")) }
    #expect(try file.snapshot().registry.projects.count == 2)
  }

  @Test("Unknown fields survive in the registry, in a view and in a view's feature")
  func unknownFields() throws {
    // Field 999, varint 7, in three places, and a view that is changed.
    let unknown: [UInt8] = [0xb8, 0x3e, 7]
    func message(_ field: UInt8, _ content: [UInt8]) -> [UInt8] { [field << 3 | 2, UInt8(content.count)] + content }
    let name = message(1, Array("fv".utf8))
    let feature = message(4, message(1, Array("n".utf8)) + [0x10, 4] + unknown)
    let spec = message(1, name + message(2, Array("demo".utf8)) + feature + unknown)
    try folder.write(message(6, spec) + message(3, [49]) + unknown, to: "registry.db")
    try file.update { registry in
      var definition = Self.definition("fv")
      definition.features = [FeastField(name: "n", type: .double)]
      try registry.register(definition, now: Timestamp(seconds: 5))
    }
    let written = try file.snapshot().registry
    #expect(Array(written.unknownFields.data) == unknown)
    let view = try #require(written.featureViews.first?.spec)
    #expect(Array(view.unknownFields.data) == unknown)
    #expect(Array(view.features[0].unknownFields.data) == unknown)
    #expect(view.features[0].valueType == .double)
  }

  @Test("Feast's own registry is written back byte for byte, but for its version and time")
  func feastRegistry() throws {
    let original = try FeastFixtures.registry()
    try folder.write(original, to: "registry.db")
    let registry = try file.snapshot().registry
    var again = try Feast_Core_Registry(serializedBytes: registry.bytes(path: ""))
    #expect(again == registry)
    again.unknownFields = .init()
    #expect(again == registry, "this version of Feast has no field that is unknown here")
    #expect(try registry.bytes(path: "").count == original.count)
  }

  @Test("A registry cut short at any length is an error or a shorter registry, never a trap")
  func truncated() throws {
    let whole = try FeastFixtures.registry()
    var accepted = 0
    for length in 1..<whole.count {
      do {
        let cut = try Feast_Core_Registry(decoding: Array(whole[..<length]), path: file.path)
        accepted += 1
        _ = RegistrySnapshot(cut, path: file.path).views(project: "demo")
      } catch FeatureStoreError.Code.corruptData {}
    }
    #expect(accepted < 20)
    try folder.write(Array(whole[..<100]), to: "registry.db")
    let error = try #require(throws: FeatureStoreError.self) { try file.snapshot() }
    #expect(error.code == .corruptData)
    #expect(error.message.contains(file.path))
    #expect(thrownCode { try file.update { $0.projects.removeAll() } } == .corruptData)
    #expect(bytes(ofFile: file.path).count == 100, "a damaged file is never overwritten")
  }

  @Test("Entities without a view and a project are a registry cut short; a view without a project is an old one")
  func cutBeforeViews() throws {
    var registry = Feast_Core_Registry()
    registry.registrySchemaVersion = "1"
    registry.entities = [.with { $0.spec.name = "driver" }]
    try folder.write(try registry.serializedBytes(), to: "registry.db")
    #expect(thrownCode { try RegistryReader(path: file.path, attempts: 2, pause: 1).read() } == .corruptData)
    registry.featureViews = [.with { $0.spec.name = "stats" }]
    try folder.write(try registry.serializedBytes(), to: "registry.db")
    let old = try #require(try RegistryReader(path: file.path, attempts: 2, pause: 1).read())
    #expect(old.registry.featureViews.count == 1)
  }

  @Test("A file that stays empty is an error; one that is filled meanwhile is read")
  func emptyFile() throws {
    try folder.write([], to: "registry.db")
    #expect(thrownCode { try RegistryReader(path: file.path, attempts: 2, pause: 1).read() } == .corruptData)
    let whole = try FeastFixtures.registry()
    let writer = Thread { [folder] in
      Thread.sleep(forTimeInterval: 0.03)
      try? folder.write(whole, to: "registry.db")
    }
    writer.start()
    let registry = try RegistryReader(path: file.path, attempts: 1_000, pause: 10).read()?.registry
    #expect(registry?.featureViews.isEmpty == false)
  }

  @Test("Eight threads lose no change of one another", .timeLimit(.minutes(1)))
  func concurrency() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          // Every other one has its own object for the file, as another process would.
          let file = task % 2 == 0 ? file : RegistryFile(path: file.path)
          for round in 0..<10 { try file.update { $0.projects.append(project("p\(task)_\(round)")) } }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try file.snapshot().registry.projects.map(\.spec.name)).count == 80)
  }

  @Test("A program that rewrites the file without the lock is not overwritten")
  func rewrittenMeanwhile() throws {
    try file.update { $0.projects.append(project("a")) }
    var runs = 0
    try file.update { registry in
      runs += 1
      if runs == 1 {
        var written = Feast_Core_Registry()
        written.versionID = "x"
        written.projects = [project("b")]
        let other = try written.bytes(path: "")
        try folder.write(other, to: "registry.db")
      }
      registry.projects.append(project("c"))
    }
    #expect(runs == 2)
    #expect(try file.snapshot().registry.projects.map(\.spec.name) == ["b", "c"])
  }

  @Test("A lock held too long is an error that names the lock file")
  func busy() throws {
    let impatient = RegistryFile(path: file.path, lockSeconds: 0.05)
    let lockPath = try file.lockPath()
    try FileLock.withLock(lockPath) {
      let error = try #require(throws: FeatureStoreError.self) {
        try impatient.update { $0.projects.append(project("a")) }
      }
      #expect(error.code == .storeBusy)
      #expect(error.message.contains(lockPath))
    }
    try impatient.update { $0.projects.append(project("a")) }
  }

  static func definition(_ name: String) -> FeastViewDefinition {
    FeastViewDefinition(
      project: "demo", name: name, joinKeys: [FeastField(name: "id", type: .int64)],
      features: [FeastField(name: "n", type: .int64), FeastField(name: "s", type: .string)], ttl: .seconds(60),
      tags: ["a": "b"], description: "about", owner: "ada", sourcePath: "data/\(name)/1.parquet",
      timestampField: "event_timestamp", createdColumn: nil)
  }
}
