internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import Parquet

/// The folder of the snapshots: for each a Parquet file and a JSON file that makes it known.
///
/// A version's number is taken by linking the finished Parquet file to its name, which fails if the name is there: two
/// writers never share a number. Killed before the JSON file is there, a writer leaves a number unused.
struct SnapshotFolder {
  let path: String

  private func dataPath(_ id: String) -> String { "\(path)/\(id).parquet" }
  private func manifestPath(_ id: String) -> String { "\(path)/\(id).json" }

  /// Writes a frame as the next version.
  func write(_ frame: DataFrame, _ describe: (_ version: Int, _ sha256: String) -> TrainingSnapshot) throws
    -> TrainingSnapshot
  {
    try makeFolder()
    let temporary = "\(path)/.training-\(UUID().uuidString).tmp"
    defer { unlink(temporary) }
    try frame.writeParquet(to: temporary)
    let digest = try FileDigest.sha256(temporary)
    let snapshot = describe(try takeVersion(temporary), digest)
    do {
      try FileReplacement.write(Array(snapshot.json.text.utf8), to: manifestPath(snapshot.id))
    } catch {
      throw failure("write", manifestPath(snapshot.id), error)
    }
    return snapshot
  }

  private func takeVersion(_ temporary: String) throws -> Int {
    var version = (names(".parquet").compactMap(TrainingSnapshot.version).max() ?? 0) + 1
    while link(temporary, dataPath(TrainingSnapshot.id(version))) != 0 {
      guard errno == EEXIST, version < .max else { throw failure("write", dataPath(TrainingSnapshot.id(version)), nil) }
      version += 1
    }
    return version
  }

  /// The snapshots there are, by version.
  func list() throws -> [TrainingSnapshot] {
    try names(".json").compactMap(TrainingSnapshot.version).sorted().map { try manifest(TrainingSnapshot.id($0)) }
  }

  /// A snapshot and its rows, once they are known to be those that were written.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/corruptData`` that names the file if its digest
  ///   is another one.
  func read(_ id: String) throws -> (TrainingSnapshot, DataFrame) {
    let snapshot = try manifest(id)
    let digest = try FileDigest.sha256(dataPath(id))
    guard digest == snapshot.sha256 else {
      throw FeatureStoreError(
        .corruptData,
        "Snapshot '\(id)' is not what was written: its file \(dataPath(id)) has the SHA-256 \(digest), written was "
          + "\(snapshot.sha256). Restore the file, or make a new snapshot.", context: .init(path: dataPath(id)))
    }
    return (snapshot, try DataFrame(parquet: dataPath(id)))
  }

  private func manifest(_ id: String) throws -> TrainingSnapshot {
    guard TrainingSnapshot.version(id) != nil, let bytes = FileManager.default.contents(atPath: manifestPath(id)) else {
      let known = names(".json").compactMap(TrainingSnapshot.version).sorted().map(TrainingSnapshot.id)
      throw FeatureStoreError(
        .invalidArgument, "There is no snapshot '\(id)' in \(path). Snapshots there: \(listed(known)).",
        context: .init(path: path))
    }
    do {
      return try TrainingSnapshot(json: try JSONParser.parse(bytes), id: id)
    } catch {
      throw FeatureStoreError(
        .corruptData,
        "\(manifestPath(id)) is no description of a snapshot: \(error) Restore the file, or remove it and "
          + "\(dataPath(id)).", context: .init(path: manifestPath(id)), underlying: error)
    }
  }

  /// The names of the files that end so, without the end.
  private func names(_ suffix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
  }

  private func makeFolder() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw failure("make the folder", path, error)
    }
  }

  private func failure(_ what: String, _ path: String, _ cause: (any Error)?) -> FeatureStoreError {
    FeatureStoreError(
      .io, "Cannot \(what) \(path). Check that its folder may be written to.", context: .init(path: path),
      underlying: cause)
  }
}
