internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

extension Feast_Core_Registry {
  /// Adds a feature service or changes it in place; what it had besides, such as its logging, is kept.
  ///
  /// Feast checks that the features written here equal the view's own in every detail, so they are copied whole.
  ///
  /// - Throws: A `FeatureStoreError` that names an unknown view, feature or key, or a view used twice without aliases.
  mutating func register(_ config: FeatureServiceConfig, project: String, now: Timestamp) throws {
    try refuseUnnamedRepeats(config)
    let projections = try config.features.map { try projection($0, project: project) }
    try refuseWrongKeys(config, projections, project: project)
    let index = serviceIndex(config.name, project: project)
    var service = index.map { featureServices[$0] } ?? Feast_Core_FeatureService()
    service.spec.name = config.name
    service.spec.project = project
    service.spec.features = projections
    service.spec.tags = config.tags
    service.spec.description_p = config.description
    service.spec.owner = config.owner
    if !service.meta.hasCreatedTimestamp { service.meta.createdTimestamp = .init(now) }
    service.meta.lastUpdatedTimestamp = .init(now)
    if let index { featureServices[index] = service } else { featureServices.append(service) }
  }

  /// - Throws: A `FeatureStoreError` with code `serviceNotFound` that lists the project's services.
  mutating func deleteService(_ name: String, project: String) throws {
    guard let index = serviceIndex(name, project: project) else {
      throw FeatureStoreError.serviceNotFound(name, existing: services(project: project).map(\.name))
    }
    featureServices.remove(at: index)
  }

  /// The project's feature services, in the registry's order.
  func services(project: String) -> [FeatureServiceConfig] {
    featureServices.filter { $0.spec.project == project }.map { (service: Feast_Core_FeatureService) in
      FeatureServiceConfig(
        name: service.spec.name, features: service.spec.features.map(FeatureProjection.init), tags: service.spec.tags,
        description: service.spec.description_p, owner: service.spec.owner)
    }
  }

  /// `feast plan` and `feast apply` of 0.67 fail on a service that has a view twice, once without an alias.
  private func refuseUnnamedRepeats(_ config: FeatureServiceConfig) throws {
    let uses = Dictionary(grouping: config.features) { ByteKey($0.view) }
    guard let repeated = uses.first(where: { $1.count > 1 && $1.contains { $0.alias == nil } }) else { return }
    throw FeatureStoreError(
      .invalidArgument,
      "Feature service '\(config.name)' uses the view '\(repeated.key.string)' \(repeated.value.count) times, once without an "
        + "alias, which Feast's own commands cannot compare. Give each use an alias.",
      context: .init(view: repeated.key.string))
  }

  private func refuseWrongKeys(
    _ config: FeatureServiceConfig, _ projections: [Feast_Core_FeatureViewProjection], project: String
  ) throws {
    let features = Set<ByteKey>(strings: projections.flatMap { $0.featureColumns.map(\.name) })
    for projection in config.features where !projection.joinKeyMap.isEmpty {
      guard let index = viewIndex(projection.view, project: project) else { continue }
      let view = try FeastView.decoding(featureViews[index], in: self, path: "the registry").get()
      try projection.checkKeys(of: view.joinKeys.map(\.name), besides: features, in: config.name)
    }
  }

  private func serviceIndex(_ name: String, project: String) -> Int? {
    featureServices.firstIndex { $0.spec.name == name && $0.spec.project == project }
  }

  private func projection(
    _ wanted: FeatureProjection, project: String
  ) throws -> Feast_Core_FeatureViewProjection {
    guard let index = viewIndex(wanted.view, project: project) else {
      if let kind = otherKind(wanted.view, project: project) {
        throw FeatureStoreError(
          .notSupported,
          "'\(wanted.view)' is \(kind.phrase). A service over it can be changed with Python Feast only.",
          context: .init(view: wanted.view))
      }
      let existing = featureViews.filter { $0.spec.project == project }.map(\.spec.name)
      throw FeatureStoreError.viewNotFound(wanted.view, existing: existing)
    }
    let view = featureViews[index].spec
    var projection = Feast_Core_FeatureViewProjection()
    projection.featureViewName = view.name
    projection.featureViewNameAlias = wanted.alias ?? ""
    projection.joinKeyMap = wanted.joinKeyMap
    projection.viewType = "featureView"
    projection.adopt(view.batchSource)
    projection.featureColumns =
      wanted.features.isEmpty ? view.features : try view.features(wanted.features)
    return projection
  }
}

extension Feast_Core_FeatureViewSpec {
  fileprivate func features(_ names: [String]) throws -> [Feast_Core_FeatureSpecV2] {
    let known = [ByteKey: Feast_Core_FeatureSpecV2](firstOf: features.map { ($0.name, $0) })
    return try names.map { (name: String) -> Feast_Core_FeatureSpecV2 in
      guard let feature = known[name] else {
        throw FeatureStoreError.featureNotFound(name, view: self.name, existing: features.map(\.name))
      }
      return feature
    }
  }
}

extension Feast_Core_FeatureViewProjection {
  /// Takes over a view's source and its columns, as Feast does: `feast apply` compares them.
  ///
  /// Feast 0.67 writes the created column as the timestamp field too; neither is read back for anything known.
  mutating func adopt(_ source: Feast_Core_DataSource) {
    batchSource = source
    batchSource.project = ""
    timestampField = source.createdTimestampColumn
    createdTimestampColumn = source.createdTimestampColumn
    datePartitionColumn = source.datePartitionColumn
  }
}

extension Feast_Core_FeatureServiceSpec {
  /// Refuses a service that reads a view as it was in an earlier version: there is one state of a view here.
  func refuseVersions() throws {
    guard let bound = features.first(where: \.hasVersionTag) else { return }
    throw FeatureStoreError(
      .notSupported,
      "Feature service '\(name)' is bound to version \(bound.versionTag) of the view '\(bound.featureViewName)', which "
        + "only Python Feast can read. Use the view's features by name, or a service without a version.",
      context: .init(view: bound.featureViewName))
  }
}

extension FeatureProjection {
  fileprivate init(_ projection: Feast_Core_FeatureViewProjection) {
    let alias = projection.featureViewNameAlias
    self.init(
      view: projection.featureViewName, features: projection.featureColumns.map(\.name),
      alias: alias.isEmpty ? nil : alias, joinKeyMap: projection.joinKeyMap)
  }
}
