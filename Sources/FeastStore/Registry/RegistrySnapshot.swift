internal import DataFrames
internal import FeatureStoreCore

/// One state of a registry: what was in the file when it was read.
struct RegistrySnapshot: Sendable {
  /// The whole registry, unknown fields included.
  let registry: Feast_Core_Registry
  let path: String
  /// The views of each project, decoded once; a view that cannot be decoded keeps its error to itself.
  private let views: [ByteKey: [ByteKey: Result<FeastView, FeatureStoreError>]]

  init(_ registry: Feast_Core_Registry, path: String) {
    self.registry = registry
    self.path = path
    var views: [ByteKey: [ByteKey: Result<FeastView, FeatureStoreError>]] = [:]
    for view in registry.featureViews {
      views[ByteKey(view.spec.project), default: [:]][view.spec.name] = FeastView.decoding(
        view, in: registry, path: path)
    }
    self.views = views
  }

  /// The feature view of a name.
  ///
  /// - Throws: A `FeatureStoreError` with code `viewNotFound` that lists the project's views, `notSupported` for another
  ///   kind of view of that name, or `corruptData` for a view that lacks what every view has.
  func view(_ name: String, project: String) throws -> FeastView {
    if let found = views[project]?[name] { return try found.get() }
    if let kind = registry.otherKind(name, project: project) {
      throw FeatureStoreError(
        .notSupported, kind.limitation(of: name), context: .init(view: name, path: path))
    }
    throw FeatureStoreError.viewNotFound(name, existing: viewNames(project: project))
  }

  /// The view of a name, for reading its online values: on-demand views that keep theirs online count as well.
  ///
  /// - Throws: As ``view(_:project:)``.
  func onlineView(_ name: String, project: String) throws -> FeastView {
    let spec = registry.onDemandFeatureViews.first { $0.spec.name == name && $0.spec.project == project }
    guard let spec, spec.spec.writeToOnlineStore else { return try view(name, project: project) }
    return FeastView(onDemand: spec, path: path)
  }

  /// The names of a project's feature views, in the registry's order.
  func viewNames(project: String) -> [String] {
    registry.featureViews.filter { $0.spec.project == project }.map(\.spec.name)
  }

  /// The views of a project that can be decoded, in the registry's order.
  func views(project: String) -> [FeastView] {
    viewNames(project: project).compactMap { try? views[project]?[$0]?.get() }
  }

  /// Whether an entity of the project has this join key.
  func isJoinKey(_ name: String, project: String) -> Bool {
    registry.entities.contains { $0.spec.project == project && $0.spec.joinKey == name }
  }

  /// The projects that have an object here, sorted.
  var projects: [String] { Set<ByteKey>(strings: registry.projects.map(\.spec.name)).union(views.keys).sortedStrings() }
}
