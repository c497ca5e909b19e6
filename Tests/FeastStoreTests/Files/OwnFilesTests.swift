import DataFrames
import FeatureStoreCore
import Foundation
import Testing

@testable import FeastStore

@Suite struct OwnFilesTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter

  init() async throws {
    folder = try TemporaryFolder()
    store = try FeastAdapter(repoPath: folder.path)
    let frame: DataFrame = [
      "k": .int64([1]), "event_timestamp": .timestamp([try Timestamp("2024-01-01")]), "a": .int64([1]),
    ]
    for _ in 0..<2 { try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "k"), frame) }
  }

  @Test("no result goes over a file of the repository, whatever it is called")
  func refused() throws {
    let files = FileManager.default
    let repository = try store.location.required()
    let versions = try repository.versions(of: "v")
    let outside = try TemporaryFolder()
    let source = try #require(versions.versions.last?.path)
    try files.createSymbolicLink(atPath: outside.path + "/link", withDestinationPath: source)
    try files.createSymbolicLink(atPath: outside.path + "/folder", withDestinationPath: folder.path)
    try files.linkItem(atPath: source, toPath: outside.path + "/hard")
    var paths =
      versions.versions.map(\.path) + [
        outside.path + "/link", outside.path + "/hard", outside.path + "/folder/feature_store.yaml",
        outside.path + "/folder/data/v/new.parquet", folder.path + "/feature_store.yaml",
        folder.path + "/data/registry.db",
        folder.path + "/data/../data/v/x.csv",
      ]
    if let online = repository.online?.path { paths.append(online) }
    for path in paths {
      let error = #expect(throws: FeatureStoreError.self, "\(path)") { try store.refuseOverwriting(path) }
      #expect(error?.code == .conflict)
    }
  }

  @Test("other files may be written, in the repository's folder as well")
  func taken() throws {
    let outside = try TemporaryFolder()
    for path in [
      outside.path + "/x.csv", folder.path + "/x.csv", folder.path + "/data/x.csv", "x.csv", "/nowhere/x.csv",
    ] {
      try store.refuseOverwriting(path)
    }
    try FeastAdapter(repoPath: outside.path).refuseOverwriting(folder.path + "/data/registry.db")
  }
}

@Suite struct LockHolderTests {
  @Test("whoever waits for a lock is told who holds it; afterwards the lock file is empty again")
  func holder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    try FileLock.withLock(path) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.hasPrefix("process \(getpid()) ("))
      let progress = StoreProgress()
      let error = #expect(throws: FeatureStoreError.self) {
        try StoreProgress.$current.withValue(progress) { try FileLock.withLock(path, seconds: 0.7) {} }
      }
      #expect(error?.code == .storeBusy)
      #expect(error?.message.hasPrefix("Process \(getpid()) (") == true && error?.message.contains(path) == true)
      #expect(progress.state.waiting == nil)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
  }

  @Test("while a call waits its progress says for what", .timeLimit(.minutes(1)))
  func waiting() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    let progress = StoreProgress()
    let seen = Locked<String?>(nil)
    try FileLock.withLock(path) {
      Thread.detachNewThread {
        StoreProgress.$current.withValue(progress) { try? FileLock.withLock(path) { seen.withLock { $0 = "free" } } }
      }
      while progress.state.waiting == nil { SystemCalls.pause(milliseconds: 5) }
      #expect(progress.state.waiting?.hasPrefix("the lock \(path), held by process \(getpid()) (") == true)
    }
    while seen.withLock({ $0 }) == nil { SystemCalls.pause(milliseconds: 5) }
    #expect(progress.state.waiting == nil)
  }

  @Test(
    "what somebody else wrote into a lock file is not shown",
    arguments: ["", "hello", "process 1\nrm", "process \u{1B}"])
  func foreign(text: String) throws {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder.path + "/lock", atomically: false, encoding: .utf8)
    let descriptor = try SystemCalls.open(folder.path + "/lock", O_RDWR)
    defer { SystemCalls.close(descriptor) }
    #expect(LockHolder.read(descriptor) == nil)
  }
}
