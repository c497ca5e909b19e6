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
    registry = RegistryFile(path: config.registryPath)
    online = config.onlineStorePath.map { OnlineStore(path: $0) }
  }

  /// The online table of a view.
  func table(_ view: String) -> OnlineTable { OnlineTable(project: config.project, view: view) }

  /// What is wanted of each view, for references written `view:feature`.
  ///
  /// - Throws: A ``FeatureStoreError`` that names a view or feature that is not there, or a name that would come twice.
  func requests(_ references: [String], full: Bool) throws -> [ViewRequest] {
    let references = try FeatureReference.parse(references)
    try FeatureReference.refuseRepeats(references, full: full)
    let snapshot = try registry.snapshot()
    return try ViewRequest.group(references) { try viewInService($0, snapshot) }
  }

  /// What is wanted of each view, for a feature service.
  ///
  /// - Throws: As for references, or with code ``FeatureStoreError/Code/serviceNotFound``.
  func requests(service name: String, full: Bool) throws -> [ViewRequest] {
    let snapshot = try registry.snapshot()
    let services = snapshot.registry.services(project: config.project)
    guard let service = services.first(where: { $0.name == name }) else {
      throw FeatureStoreError.serviceNotFound(name, existing: services.map(\.name))
    }
    try snapshot.registry.featureServices.first { $0.spec.project == config.project && $0.spec.name == name }?.spec
      .refuseVersions()
    let requests = try service.features.map { (projection: FeatureProjection) -> ViewRequest in
      let view = try viewInService(projection.view, snapshot)
      return ViewRequest(
        view: view, features: try projection.features.map { try view.feature($0).name }, alias: projection.alias,
        joinKeyMap: projection.joinKeyMap)
    }
    try ViewRequest.refuseRepeats(requests, full: full)
    // Python Feast 0.67 writes such maps without a word, and passes over the keys that it does not know.
    let features = full ? [] : Set(requests.flatMap(\.features))
    for (projection, request) in zip(service.features, requests) {
      try projection.checkKeys(of: request.view.joinKeys.map(\.name), besides: features, in: name)
    }
    return requests
  }

  /// The named views, or all that are kept online.
  func viewsToMaterialize(_ names: [String]) throws -> [FeastView] {
    let snapshot = try registry.snapshot()
    let wanted = names.isEmpty ? snapshot.viewNames(project: config.project) : names
    let views = try wanted.map { try snapshot.view($0, project: config.project) }
    if names.isEmpty { return views.filter { $0.isOnline && !$0.isDisabled } }
    for view in views { try view.refuseIfDisabled() }
    return views
  }

  private func viewInService(_ name: String, _ snapshot: RegistrySnapshot) throws -> FeastView {
    let view = try snapshot.view(name, project: config.project)
    try view.refuseIfOutOfService()
    return view
  }
}
