internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

extension RepoConfig {
  /// Makes a repository: its folder, `feature_store.yaml` and the `data` folder. Making the same one again is no error.
  ///
  /// - Throws: A `FeatureStoreError` with code `conflict` if the folder has another `feature_store.yaml`, `invalidName`
  ///   or `io`.
  @discardableResult
  static func create(at repoPath: String, project: String) throws -> RepoConfig {
    try ProjectName.validate(project, usesSQLite: true)
    let file = RepoPath.join(repoPath, RepoLocator.fileName)
    let data = RepoPath.join(repoPath, "data")
    do {
      try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    } catch {
      throw FeatureStoreError(
        .io, "Cannot make the folder \(data). Check that the folder above it may be written.",
        context: .init(path: data), underlying: error)
    }
    let text = template(project: project)
    if let existing = FileManager.default.contents(atPath: file) {
      guard existing == Data(text.utf8) else {
        throw FeatureStoreError(
          .conflict, "\(file) exists and says something else. Use the repository as it is, or choose another folder.",
          context: .init(path: file))
      }
    } else {
      try AtomicFile.write(Array(text.utf8), to: file)
    }
    return try parse(text, repoPath: repoPath, environment: [:])
  }

  static func template(project: String) -> String {
    """
    project: \(quotedIfNeeded(project))
    registry: data/registry.db
    provider: local
    online_store:
      type: sqlite
      path: data/online_store.db
    offline_store:
      type: file
    entity_key_serialization_version: 3

    """
  }

  /// A name such as `1` or `true` would be read as something other than text.
  private static func quotedIfNeeded(_ name: String) -> String {
    let plain = (try? YAMLMapping(document: "project: \(name)", file: "").string("project")) == name
    return plain ? name : "\"\(name)\""
  }
}
