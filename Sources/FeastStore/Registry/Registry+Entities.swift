internal import DataFrames
internal import FeatureStoreCore

extension Feast_Core_Registry {
  /// Makes sure that each join key of a view has an entity of its type, and returns the entities' names.
  ///
  /// - Parameter view: The view as it is; a key that it declares alike keeps its entity as it is.
  mutating func registerEntities(
    of definition: FeastViewDefinition, keeping view: Feast_Core_FeatureViewSpec?, now: Timestamp
  ) throws -> [String] {
    registerEntity(FeastField(name: FeastView.dummyKey, type: .invalid), FeastView.dummyEntity, definition, now)
    if definition.joinKeys.isEmpty { return [FeastView.dummyEntity] }
    let names = try definition.joinKeys.map { (key: FeastField) -> String in
      if let name = keptEntity(key, view) { return name }
      try refuseOtherType(key, definition)
      let name = try entityName(for: key, definition)
      registerEntity(key, name, definition, now)
      return name
    }
    return Set<ByteKey>(strings: names) == Set<ByteKey>(strings: view?.entities ?? []) ? view?.entities ?? names : names
  }

  /// The entity by which a view has this key already, with this type.
  private func keptEntity(_ key: FeastField, _ view: Feast_Core_FeatureViewSpec?) -> String? {
    guard let view else { return nil }
    let own = entities.map(\.spec).filter { $0.project == view.project && view.entities.contains($0.name) }
    guard let entity = own.first(where: { ($0.joinKey.isEmpty ? $0.name : $0.joinKey) == key.name }) else { return nil }
    let column = view.entityColumns.first { $0.name == key.name }?.valueType ?? .invalid
    return (column == .invalid ? entity.valueType : column) == key.type.proto ? entity.name : nil
  }

  /// The name of the entity with this join key; a new one is called like the key.
  private func entityName(for key: FeastField, _ definition: FeastViewDefinition) throws -> String {
    let entities = entities.filter { $0.spec.project == definition.project }
    if let existing = entities.first(where: { $0.spec.joinKey == key.name }) { return existing.spec.name }
    if let other = entities.first(where: { $0.spec.name == key.name }), !other.spec.joinKey.isEmpty {
      throw FeatureStoreError(
        .conflict,
        "View '\(definition.name)' has the join key '\(key.name)', but the project's entity of that name has the join "
          + "key '\(other.spec.joinKey)'. Rename the column.",
        context: .init(view: definition.name, column: key.name))
    }
    return key.name
  }

  private mutating func registerEntity(
    _ key: FeastField, _ name: String, _ definition: FeastViewDefinition, _ now: Timestamp
  ) {
    let index = entities.firstIndex { $0.spec.name == name && $0.spec.project == definition.project }
    var entity = index.map { entities[$0] } ?? Feast_Core_Entity()
    let before = entity
    entity.spec.name = name
    entity.spec.project = definition.project
    entity.spec.joinKey = key.name
    // An entity that declares no type goes by its views' columns, and its definition stays as it is.
    if index == nil || entity.spec.valueType != .invalid { entity.spec.valueType = key.type.proto }
    if entity == before { return }
    if !entity.meta.hasCreatedTimestamp { entity.meta.createdTimestamp = .init(now) }
    entity.meta.lastUpdatedTimestamp = .init(now)
    if let index { entities[index] = entity } else { entities.append(entity) }
  }

  /// Feast takes one type for a join key in a request over several views; a view with another would find nothing.
  private func refuseOtherType(_ key: FeastField, _ definition: FeastViewDefinition) throws {
    let users = declarations(of: key.name, project: definition.project)
    let others = users.filter { $0.view != definition.name }
    if let other = others.first(where: { $0.type != .invalid && $0.type != key.type }) {
      throw conflict(key, definition, "view '\(other.view)' declares it \(other.type)")
    }
    // An entity that only this view uses changes its type with it.
    if others.isEmpty, users.contains(where: { $0.view == definition.name }) { return }
    let entity = entities.first { $0.spec.project == definition.project && $0.spec.joinKey == key.name }
    let type = FeastType(rawValue: entity?.spec.valueType.rawValue ?? 0)
    if let entity, type != .invalid, type != key.type {
      throw conflict(key, definition, "the entity '\(entity.spec.name)' declares it \(type)")
    }
  }

  private func conflict(_ key: FeastField, _ definition: FeastViewDefinition, _ other: String) -> FeatureStoreError {
    FeatureStoreError(
      .conflict,
      "View '\(definition.name)' has the join key '\(key.name)' as \(key.type), but \(other). "
        + "A join key has one type in a project: convert the column.",
      context: .init(view: definition.name, column: key.name))
  }

  /// The feature views that have a join key, with the type each declares.
  ///
  /// Views of other kinds do not count: they are not read here, and of a label view Feast writes the type STRING
  /// whatever its data hold.
  private func declarations(of key: String, project: String) -> [(view: String, type: FeastType)] {
    var columns: [(view: String, fields: [Feast_Core_FeatureSpecV2])] = []
    for view in featureViews where view.spec.project == project {
      columns.append((view.spec.name, view.spec.entityColumns))
    }
    return columns.flatMap { (view: String, fields: [Feast_Core_FeatureSpecV2]) -> [(view: String, type: FeastType)] in
      fields.filter { $0.name == key }.map { (view: view, type: FeastType(rawValue: $0.valueType.rawValue)) }
    }
  }
}
