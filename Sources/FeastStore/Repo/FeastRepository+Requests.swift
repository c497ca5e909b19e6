internal import DataFrames
internal import FeatureStoreCore

/// What a request is for: training rows come from a view's source, online values from its table.
enum RequestKind: Sendable {
  case historical
  case online
}

/// What is wanted of each view, and what had to be left out.
struct RequestSelection {
  var requests: [ViewRequest] = []
  var unreadable: [UnreadableFeature] = []

  /// The requests; without a readable one there is nothing to ask for.
  func readable() throws -> [ViewRequest] {
    guard requests.isEmpty, let first = unreadable.first else { return requests }
    throw FeatureStoreError(
      .notSupported, "Nothing of this can be read here. \(unreadable.map(\.description).joined(separator: " "))",
      context: .init(view: first.view))
  }
}

extension FeastRepository {
  /// What is wanted of each view, for references written `view:feature`.
  ///
  /// - Parameter skipsUnreadable: Whether what cannot be read is left out.
  /// - Throws: A ``FeatureStoreError`` that names a view or feature that is not there or cannot be read, or a name that
  ///   would come twice.
  func requests(
    _ references: [String], full: Bool, for kind: RequestKind, skipsUnreadable: Bool
  ) throws -> [ViewRequest] {
    if skipsUnreadable { return try readableRequests(references, full: full, for: kind).readable() }
    let snapshot = try registry.snapshot()
    return try wanted(references, full: full).map { try request($0, snapshot, kind) }
  }

  /// As ``requests(_:full:for:skipsUnreadable:)``, with what cannot be read left out.
  func readableRequests(_ references: [String], full: Bool, for kind: RequestKind) throws -> RequestSelection {
    try select(try wanted(references, full: full), try registry.snapshot(), kind, opensFiles: true)
  }

  /// What is wanted of each view, for a feature service.
  ///
  /// - Parameter skipsUnreadable: Whether what cannot be read is left out.
  /// - Throws: As for references, with all that cannot be read, or with code
  ///   ``FeatureStoreError/Code/serviceNotFound``.
  func requests(
    service name: String, full: Bool, for kind: RequestKind, skipsUnreadable: Bool
  ) throws -> [ViewRequest] {
    if skipsUnreadable { return try readableRequests(service: name, full: full, for: kind).readable() }
    let selection = try selection(service: name, full: full, for: kind, opensFiles: false)
    guard let first = selection.unreadable.first else { return selection.requests }
    throw FeatureStoreError(
      .notSupported,
      "Feature service '\(name)' has what cannot be read here. "
        + "\(selection.unreadable.map(\.description).joined(separator: " ")) "
        + "To read the rest, leave it out with `skipsUnreadable`.",
      context: .init(view: first.view))
  }

  /// As ``requests(service:full:for:skipsUnreadable:)``, with what cannot be read left out.
  func readableRequests(service name: String, full: Bool, for kind: RequestKind) throws -> RequestSelection {
    try selection(service: name, full: full, for: kind, opensFiles: true)
  }

  private func selection(
    service name: String, full: Bool, for kind: RequestKind, opensFiles: Bool
  ) throws -> RequestSelection {
    let snapshot = try registry.snapshot()
    let services = snapshot.registry.services(project: config.project)
    guard let service = services.first(where: { $0.name == name }) else {
      throw FeatureStoreError.serviceNotFound(name, existing: services.map(\.name))
    }
    try snapshot.registry.featureServices.first { $0.spec.project == config.project && $0.spec.name == name }?.spec
      .refuseVersions()
    let selection = try select(service.features, snapshot, kind, opensFiles: opensFiles)
    try ViewRequest.refuseRepeats(selection.requests, full: full)
    // Python Feast 0.67 writes such maps without a word, and passes over the keys that it does not know.
    let features = full ? [] : Set<ByteKey>(strings: selection.requests.flatMap(\.features))
    for request in selection.requests {
      try FeatureProjection(view: request.view.name, joinKeyMap: request.joinKeyMap)
        .checkKeys(of: request.view.joinKeys.map(\.name), besides: features, in: name)
    }
    return selection
  }

  private func wanted(_ references: [String], full: Bool) throws -> [FeatureProjection] {
    let references = try FeatureReference.expanded(FeatureReference.parse(references), full: full, features: features)
    return FeatureReference.grouped(references).map { FeatureProjection(view: $0.view, features: $0.features) }
  }

  /// The features of a view of any kind, for a star.
  private func features(of view: String) throws -> [String] {
    let snapshot = try registry.snapshot()
    let others = snapshot.registry.otherViews(project: config.project)
    if let other = others.first(where: { $0.name == view }) { return other.features.map(\.name) }
    return try snapshot.view(view, project: config.project).features.map(\.name)
  }

  private func select(
    _ projections: [FeatureProjection], _ snapshot: RegistrySnapshot, _ kind: RequestKind, opensFiles: Bool
  ) throws -> RequestSelection {
    var selection = RequestSelection()
    for projection in projections {
      do {
        let view = try viewInService(projection.view, snapshot, kind)
        for feature in projection.features { _ = try view.feature(feature) }
        let unreadable = try unreadable(projection, view, kind, opensFiles: opensFiles)
        selection.unreadable += unreadable
        let left = projection.features.filter { feature in !unreadable.contains { $0.feature == feature } }
        if !left.isEmpty { selection.requests.append(ViewRequest(view, projection, features: left)) }
      } catch let error as FeatureStoreError where error.code == .notSupported {
        selection.unreadable.append(UnreadableFeature(view: projection.view, reason: error.message))
      }
    }
    return selection
  }

  /// The wanted features that cannot be read: by their declared types, and where files are opened by their columns.
  private func unreadable(
    _ projection: FeatureProjection, _ view: FeastView, _ kind: RequestKind, opensFiles: Bool
  ) throws -> [UnreadableFeature] {
    let all =
      kind == .historical && opensFiles
      ? try FeatureHistory(view, in: config).readableFeatures().unreadable : try view.readableFeatures().unreadable
    return all.filter { part in part.feature.map(projection.features.contains) ?? true }
  }

  private func request(
    _ projection: FeatureProjection, _ snapshot: RegistrySnapshot, _ kind: RequestKind
  ) throws -> ViewRequest {
    let view = try viewInService(projection.view, snapshot, kind)
    let features = try projection.features.map { try view.feature($0) }
    if kind == .online { for feature in features { try view.refuseUnreadable(feature) } }
    return ViewRequest(view, projection, features: features.map(\.name))
  }

  private func viewInService(_ name: String, _ snapshot: RegistrySnapshot, _ kind: RequestKind) throws -> FeastView {
    let view =
      switch kind {
      case .historical: try snapshot.view(name, project: config.project)
      case .online: try snapshot.onlineView(name, project: config.project)
      }
    try view.refuseIfOutOfService()
    return view
  }

  /// The named views, or all that are kept online; one that cannot be decoded keeps its error to itself.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound`` for a name that is not there.
  func viewsToMaterialize(_ names: [String]) throws -> [(name: String, view: Result<FeastView, any Error>)] {
    let snapshot = try registry.snapshot()
    let all = snapshot.viewNames(project: config.project)
    for name in names where !all.contains(name) { _ = try snapshot.view(name, project: config.project) }
    let found = (names.isEmpty ? all : names).map { (name: String) in
      (name: name, view: Result { try snapshot.view(name, project: config.project) })
    }
    if names.isEmpty {
      return found.filter { (try? $0.view.get()).map { $0.isOnline && !$0.isDisabled } ?? true }
    }
    return found.map { (name: $0.name, view: Self.enabled($0.view)) }
  }

  private static func enabled(_ view: Result<FeastView, any Error>) -> Result<FeastView, any Error> {
    Result {
      let view = try view.get()
      try view.refuseIfDisabled()
      return view
    }
  }
}

extension ViewRequest {
  fileprivate init(_ view: FeastView, _ projection: FeatureProjection, features: [String]) {
    self.init(view: view, features: features, alias: projection.alias, joinKeyMap: projection.joinKeyMap)
  }
}
