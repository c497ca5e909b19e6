internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

/// The file that holds a repository's registry: read with a cache, replaced under a lock.
///
/// ```swift
/// let view = try registryFile.snapshot().view("driver_stats", project: "demo")
/// try registryFile.update { registry in registry.deleteView("old", project: "demo") }
/// ```
///
/// Readers never lock: the file is replaced as a whole, and a file that Feast is rewriting in place is read again until
/// it stands still. A cut that falls between two top-level fields can still parse; what shows it then is a registry
/// with neither schema version nor view. A hand-made registry without either is refused for the same reason.
/// Objects that a change leaves alone keep their bytes: ``RegistryEncoding``.
final class RegistryFile: Sendable {
  let path: String
  /// Held while the registry is changed; beside the file that a link leads to, and never removed.
  ///
  /// - Throws: A `FeatureStoreError` with code `io` when that file cannot be found or may not be written.
  func lockPath() throws -> String { try AtomicFile.target(of: path) + ".lock" }
  private let lockSeconds: Double
  /// Why no registry of this repository can be read.
  private let obstacle: FeatureStoreError?
  private let clock: @Sendable () -> Timestamp
  private let cache = Locked<(stamp: FileStamp, snapshot: RegistrySnapshot)?>(nil)

  init(
    path: String, obstacle: FeatureStoreError? = nil, lockSeconds: Double = 30,
    clock: @escaping @Sendable () -> Timestamp = { SystemCalls.now() }
  ) {
    self.path = path
    self.obstacle = obstacle
    self.lockSeconds = lockSeconds
    self.clock = clock
  }

  /// The registry as the file has it now; without a file, an empty one.
  ///
  /// Costs a look at the file's time and size; reads and decodes only after a change.
  ///
  /// - Throws: A `FeatureStoreError` with code `corruptData` for a damaged file, or `io`.
  func snapshot() throws -> RegistrySnapshot {
    if let obstacle { throw obstacle }
    guard let stamp = try FileStamp(path: path) else { return RegistrySnapshot(fresh(), path: path) }
    if let cached = cache.withLock({ $0 }), cached.stamp == stamp { return cached.snapshot }
    guard let content = try RegistryReader(path: path).read() else {
      return RegistrySnapshot(fresh(), path: path)
    }
    let snapshot = RegistrySnapshot(content.registry, path: path)
    cache.withLock { $0 = (content.stamp, snapshot) }
    return snapshot
  }

  /// Changes the registry, so that no concurrent change of another writer that locks is lost.
  ///
  /// A body that throws or changes nothing leaves the file as it is. Feast does not lock: if it rewrites the file
  /// meanwhile, `body` runs again on what Feast wrote, so it should change nothing but the registry.
  ///
  /// - Throws: A `FeatureStoreError` with code `storeBusy` that names the lock file, `conflict` when somebody rewrites
  ///   the file again and again, `corruptData`, `io`; or what `body` throws.
  @discardableResult
  func update<Result>(_ body: (inout Feast_Core_Registry) throws -> Result) throws -> Result {
    if let obstacle { throw obstacle }
    try SystemCalls.makeFolder(of: path)
    return try FileLock.withLock(lockPath(), seconds: lockSeconds) {
      for _ in 0..<5 {
        let found = try RegistryReader(path: path).read()
        let before = found?.registry ?? fresh()
        var after = before
        let result = try body(&after)
        if after == before, try after.serializedBytes() as [UInt8] == before.serializedBytes() { return result }
        if try replace(found, with: after) { return result }
      }
      throw FeatureStoreError(
        .conflict, "Another program keeps rewriting the registry \(path). Try again when it has finished.",
        context: .init(path: path))
    }
  }

  /// Writes the registry unless the file has changed since it was read.
  private func replace(_ found: RegistryReader.Content?, with registry: Feast_Core_Registry) throws -> Bool {
    guard try FileStamp(path: path) == found?.stamp else { return false }
    var registry = registry
    registry.stamp(at: clock())
    try AtomicFile.write(try registry.bytes(path: path, before: found), to: path, newerThan: found?.stamp)
    return true
  }

  private func fresh() -> Feast_Core_Registry {
    var registry = Feast_Core_Registry()
    registry.stamp(at: clock())
    return registry
  }
}
