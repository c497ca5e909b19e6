internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import SwiftProtobuf

/// Reads a registry file that another program may be rewriting in place.
struct RegistryReader {
  let path: String
  /// How often, and with how many milliseconds between, a file that is empty or in motion is read again.
  var attempts = 10
  var pause = 20

  /// What was in the file, decoded and as it was, and the state of the file then.
  struct Content {
    let registry: Feast_Core_Registry
    let bytes: [UInt8]
    let stamp: FileStamp
  }

  /// The content of the file; nil when there is no file.
  ///
  /// A registry that ends before its projects is read again, in case it is being written. If it stays so it is taken as
  /// it is, as Feast did not always write projects, unless it has no feature view either.
  ///
  /// - Throws: A `FeatureStoreError` with code `corruptData` if the file stays empty or cannot be decoded.
  func read() throws -> Content? {
    var problem = "is empty"
    for attempt in 0..<attempts {
      if attempt > 0 { SystemCalls.pause(milliseconds: pause) }
      guard let (bytes, stamp) = try readOnce() else { return nil }
      guard let stamp else {
        problem = "changes all the time"
        continue
      }
      if bytes.isEmpty {
        problem = "is empty"
        continue
      }
      let registry = try Feast_Core_Registry(decoding: bytes, path: path)
      if !registry.endsBeforeProjects || (registry.hasViews && attempt == attempts - 1) {
        return Content(registry: registry, bytes: bytes, stamp: stamp)
      }
      problem = "has entities, but neither a project nor a feature view"
    }
    throw FeatureStoreError.damagedRegistry(path, problem)
  }

  /// The bytes, with the stamp of the file unless it changed meanwhile; nil when there is no file.
  private func readOnce() throws -> ([UInt8], FileStamp?)? {
    guard try FileStamp(path: path) != nil else { return nil }
    let descriptor = try SystemCalls.open(path, O_RDONLY)
    defer { SystemCalls.close(descriptor) }
    let before = try FileStamp(descriptor: descriptor, path: path)
    let bytes = try SystemCalls.read(descriptor, path, sizeHint: Int(before.size))
    let after = try FileStamp(descriptor: descriptor, path: path)
    return (bytes, before == after && bytes.count == Int(after.size) ? after : nil)
  }
}

extension Feast_Core_Registry {
  init(decoding bytes: [UInt8], path: String) throws {
    do {
      try self.init(serializedBytes: bytes)
    } catch {
      throw FeatureStoreError.damagedRegistry(path, "cannot be decoded", error)
    }
    // A registry cut after its first fields parses, but then has entities at most.
    if registrySchemaVersion.isEmpty && versionID.isEmpty && !hasViews {
      throw FeatureStoreError.damagedRegistry(path, "has neither a schema version nor a feature view")
    }
  }

  fileprivate var hasViews: Bool {
    !(featureViews.isEmpty && onDemandFeatureViews.isEmpty && streamFeatureViews.isEmpty)
  }

  /// Whether there is something of a project but no project, whose field comes after those.
  fileprivate var endsBeforeProjects: Bool {
    projects.isEmpty && projectMetadata.isEmpty && (hasViews || !entities.isEmpty)
  }

  /// The bytes for a file whose objects keep theirs where they equal `before`'s.
  func bytes(path: String, before: RegistryReader.Content? = nil) throws -> [UInt8] {
    do {
      guard let before else { return try serializedBytes() }
      return try RegistryEncoding(before: before.registry, bytes: before.bytes).bytes(of: self)
    } catch {
      throw FeatureStoreError(
        .io, "The registry \(path) cannot be encoded.", context: .init(path: path), underlying: error)
    }
  }

  /// Marks a new state, as every writer must: readers key their caches on the version id.
  mutating func stamp(at time: Timestamp) {
    registrySchemaVersion = "1"
    versionID = UUID().uuidString.lowercased()
    lastUpdated = .init(time)
  }
}

extension FeatureStoreError {
  fileprivate static func damagedRegistry(
    _ path: String, _ what: String, _ cause: (any Error)? = nil
  ) -> FeatureStoreError {
    FeatureStoreError(
      .corruptData,
      "The registry \(path) \(what): it was cut short or is no Feast registry. Restore it from a copy, or remove it and "
        + "register the views again; the data files are not affected.",
      context: .init(path: path), underlying: cause)
  }
}
