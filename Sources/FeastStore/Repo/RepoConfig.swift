internal import FeatureStoreCore

/// What a repository's `feature_store.yaml` says, as far as this package goes by it.
struct RepoConfig: Sendable, Hashable {
  /// The folder of the repository; relative paths in it and in the registry count from here.
  let repoPath: String
  let project: String
  let projectDescription: String
  let provider: String
  let registryPath: String
  /// nil: the repository has no online store (`online_store: null`).
  let onlineStorePath: String?
  /// `dask`, `file` or `duckdb`: which of Feast's engines Python users of the repository run.
  let offlineStoreType: String
  let entityKeyVersion: EntityKeyVersion
  /// The parts that cannot be used here.
  var blocked = BlockedParts()

  static let defaultOnlineStorePath = "data/online.db"

  var filePath: String { RepoPath.join(repoPath, RepoLocator.fileName) }

  /// The path of the online store.
  ///
  /// - Throws: A `FeatureStoreError` with code `configuration` if the repository has none, or `notSupported`.
  func requireOnlineStore() throws -> String {
    try require(.onlineStore)
    guard let onlineStorePath else {
      throw FeatureStoreError(
        .configuration,
        "\(filePath): online_store is null. Set it to {type: sqlite, path: data/online_store.db} to serve features.",
        context: .init(path: filePath))
    }
    return onlineStorePath
  }
}
