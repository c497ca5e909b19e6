internal import DataFrames
internal import FeatureStoreCore

/// An open repository: its settings, its registry and its online store.
struct FeastRepository: Sendable {
  let config: RepoConfig
  let registry: RegistryFile
  /// nil when the repository is configured without one.
  let online: OnlineStore?
  /// The folder of new data files; nil: `data` in the repository.
  let dataRoot: String?

  init(_ config: RepoConfig, dataRoot: String? = nil) {
    self.config = config
    self.dataRoot = dataRoot
    registry = RegistryFile(
      path: config.registryPath, obstacle: config.blocked.reason(.registry, file: config.filePath))
    online = config.onlineStorePath.map { OnlineStore(path: $0) }
  }

  /// The online table of a view.
  func table(_ view: String) -> OnlineTable { OnlineTable(project: config.project, view: view) }
}
