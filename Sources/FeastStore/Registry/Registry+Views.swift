internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

extension Feast_Core_Registry {
  /// Adds a view or changes it in place, with the entities, the source and the project it needs.
  ///
  /// What the view had and the definition does not speak of is kept: whether it is kept online, its entities' names, its
  /// created time, its materialized intervals, its features' own tags, fields of newer versions. Only a change of keys or features takes it out of service until
  /// it is materialized again. The registry's `infra` is left alone: Feast compares the paths in it as text.
  ///
  /// - Throws: A `FeatureStoreError` with code `conflict` if a join key is declared with another type elsewhere in the
  ///   project, or the name belongs to another kind of view.
  mutating func register(_ definition: FeastViewDefinition, now: Timestamp) throws {
    try refuseOtherKinds(definition)
    if viewIndex(definition.name, project: definition.project) == nil {
      try refuseSharedTable(definition.name, project: definition.project)
    }
    let index = viewIndex(definition.name, project: definition.project)
    var view = index.map { featureViews[$0] } ?? Feast_Core_FeatureView()
    if index == nil { view.spec.online = true }
    let entities = try registerEntities(of: definition, keeping: index == nil ? nil : view.spec, now: now)
    let source = registerSource(of: definition, replacing: view.spec.batchSource, now: now)
    let schema = view.spec.schema
    view.spec.apply(definition, entities: entities, source: source)
    refreshPushSource(of: &view.spec)
    if !view.meta.hasCreatedTimestamp { view.meta.createdTimestamp = .init(now) }
    view.meta.lastUpdatedTimestamp = .init(now)
    if index != nil, schema != view.spec.schema { view.meta.state = .stateUnspecified }
    if let index { featureViews[index] = view } else { featureViews.append(view) }
    refreshServices(using: view.spec)
    registerProject(definition.project, now: now)
  }

  /// Removes a view and its source; entities stay.
  ///
  /// - Throws: A `FeatureStoreError` with code `viewNotFound` that lists the project's views.
  mutating func deleteView(_ name: String, project: String) throws {
    let index = try existingView(name, project: project)
    let source = featureViews[index].spec.batchSource
    featureViews.remove(at: index)
    removeSourceIfUnused(source.name, project: project)
  }

  /// Records that a view's values of an interval are online: both ends as given, nothing merged.
  ///
  /// - Throws: A `FeatureStoreError` with code `viewNotFound` that lists the project's views.
  mutating func recordMaterialization(
    of name: String, project: String, start: Timestamp, end: Timestamp, now: Timestamp
  ) throws {
    let index = try existingView(name, project: project)
    var interval = Feast_Core_MaterializationInterval()
    interval.startTime = .init(start)
    interval.endTime = .init(end)
    featureViews[index].meta.materializationIntervals.append(interval)
    featureViews[index].meta.state = .availableOnline
    featureViews[index].meta.lastUpdatedTimestamp = .init(now)
  }

  func viewIndex(_ name: String, project: String) -> Int? {
    featureViews.firstIndex { $0.spec.name == name && $0.spec.project == project }
  }

  private func existingView(_ name: String, project: String) throws -> Int {
    guard let index = viewIndex(name, project: project) else {
      if let kind = otherKind(name, project: project) {
        throw FeatureStoreError(
          .notSupported,
          "'\(name)' is \(kind.phrase), which is kept as it is here. Change or delete it with Python Feast.",
          context: .init(view: name))
      }
      let existing = featureViews.filter { $0.spec.project == project }.map(\.spec.name)
      throw FeatureStoreError.viewNotFound(name, existing: existing)
    }
    return index
  }

  /// Feast keeps one name for all kinds of views.
  private func refuseOtherKinds(_ definition: FeastViewDefinition) throws {
    if let kind = otherKind(definition.name, project: definition.project) {
      throw FeatureStoreError(
        .conflict,
        "Project '\(definition.project)' has '\(definition.name)' as \(kind.phrase). Choose another name.",
        context: .init(view: definition.name))
    }
  }

  private mutating func registerProject(_ name: String, now: Timestamp) {
    if let index = projects.firstIndex(where: { $0.spec.name == name }) {
      projects[index].meta.lastUpdatedTimestamp = .init(now)
      return
    }
    var project = Feast_Core_Project()
    project.spec.name = name
    project.meta.createdTimestamp = .init(now)
    project.meta.lastUpdatedTimestamp = .init(now)
    projects.append(project)
  }
}

extension Feast_Core_FeatureViewSpec {
  /// What an online row depends on: keys and features with their types.
  fileprivate var schema: [[FeastField]] { [entityColumns.map(FeastField.init), features.map(FeastField.init)] }

  fileprivate mutating func apply(
    _ definition: FeastViewDefinition, entities names: [String], source: Feast_Core_DataSource
  ) {
    name = definition.name
    project = definition.project
    entities = names
    let keys = definition.joinKeys.isEmpty ? [FeastField(name: FeastView.dummyKey, type: .string)] : definition.joinKeys
    entityColumns = Self.columns(keys, keeping: entityColumns)
    features = Self.columns(definition.features, keeping: features)
    tags = definition.tags
    ttl = .init(definition.ttl ?? .zero)
    batchSource = source
    description_p = definition.description
    owner = definition.owner
    if version.isEmpty { version = "latest" }
  }

  /// Columns of these names and types, with what the ones of the same name had besides.
  private static func columns(
    _ fields: [FeastField], keeping existing: [Feast_Core_FeatureSpecV2]
  ) -> [Feast_Core_FeatureSpecV2] {
    fields.map { (field: FeastField) -> Feast_Core_FeatureSpecV2 in
      var column = existing.first { $0.name == field.name } ?? Feast_Core_FeatureSpecV2()
      column.name = field.name
      column.valueType = field.type.proto
      return column
    }
  }
}

extension FeastType {
  /// The number as the messages hold it; one that they do not know survives as it is.
  var proto: Feast_Types_ValueType.Enum { Feast_Types_ValueType.Enum(rawValue: rawValue) ?? .UNRECOGNIZED(rawValue) }
}
