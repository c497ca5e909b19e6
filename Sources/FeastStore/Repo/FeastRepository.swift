internal import FeatureStoreCore

/// An open repository: its settings, its registry and its online store.
struct FeastRepository: Sendable {
  let config: RepoConfig
  let registry: RegistryFile
  /// nil when the repository is configured without one.
  let online: OnlineStore?

  init(_ config: RepoConfig) {
    self.config = config
    registry = RegistryFile(path: config.registryPath)
    online = config.onlineStorePath.map { OnlineStore(path: $0) }
  }

  /// The online table of a view.
  func table(_ view: String) -> OnlineTable { OnlineTable(project: config.project, view: view) }

  func requests(_ references: [FeatureReference]) throws -> [ViewRequest] {
    let snapshot = try registry.snapshot()
    return try ViewRequest.group(references) { try snapshot.view($0, project: config.project) }
  }

  /// The named views, or all that are kept online.
  func viewsToMaterialize(_ names: [String]) throws -> [FeastView] {
    let snapshot = try registry.snapshot()
    let wanted = names.isEmpty ? snapshot.viewNames(project: config.project) : names
    let views = try wanted.map { try snapshot.view($0, project: config.project) }
    return names.isEmpty ? views.filter { $0.isOnline && !$0.isDisabled } : views
  }
}
