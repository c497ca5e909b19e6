internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

extension FeastView {
  /// Reads a view from its message and the entities it names.
  static func decoding(
    _ view: Feast_Core_FeatureView, in registry: Feast_Core_Registry, path: String
  ) -> Result<FeastView, FeatureStoreError> {
    let spec = view.spec
    guard !spec.name.isEmpty else {
      return .failure(
        FeatureStoreError(.corruptData, "A view in \(path) has no name. Register it again.", context: .init(path: path))
      )
    }
    return joinKeys(of: spec, in: registry, path: path).map { (joinKeys: [FeastField]) -> FeastView in
      FeastView(
        name: spec.name, project: spec.project, joinKeys: joinKeys, features: spec.features.map(FeastField.init),
        ttl: spec.hasTtl ? Duration(ttl: spec.ttl) : nil, isOnline: spec.online, isDisabled: spec.disabled,
        tags: spec.tags,
        description: spec.description_p, owner: spec.owner,
        state: State(rawValue: view.meta.state.rawValue) ?? .unspecified,
        materializationIntervals: view.meta.materializationIntervals.map {
          Interval(start: Timestamp($0.startTime), end: Timestamp($0.endTime))
        },
        source: FeastFileSource.decoding(spec, path: path), unrunPart: spec.unrunPart)
    }
  }

  /// The view's entity columns; a column without a type takes its entity's, a view without columns its entities' keys.
  private static func joinKeys(
    of spec: Feast_Core_FeatureViewSpec, in registry: Feast_Core_Registry, path: String
  ) -> Result<[FeastField], FeatureStoreError> {
    let entities = registry.entities.filter { $0.spec.project == spec.project }
    if !spec.entityColumns.isEmpty {
      let columns = spec.entityColumns.map { (column: Feast_Core_FeatureSpecV2) -> FeastField in
        let field = FeastField(column)
        guard field.type == .invalid else { return field }
        let entity = entities.first { $0.spec.joinKey == field.name }
        return FeastField(name: field.name, type: FeastType(rawValue: entity?.spec.valueType.rawValue ?? 0))
      }
      return .success(columns)
    }
    if spec.entities.isEmpty || spec.entities == [dummyEntity] {
      return .success([FeastField(name: dummyKey, type: .string)])
    }
    var keys: [FeastField] = []
    for name in spec.entities {
      guard let entity = entities.first(where: { $0.spec.name == name })?.spec else {
        return .failure(
          FeatureStoreError(
            .corruptData,
            "View '\(spec.name)' names the entity '\(name)', which project '\(spec.project)' in \(path) lacks. "
              + "Register the view again.", context: .init(view: spec.name, path: path)))
      }
      let key = entity.joinKey.isEmpty ? entity.name : entity.joinKey
      keys.append(FeastField(name: key, type: FeastType(rawValue: entity.valueType.rawValue)))
    }
    return .success(keys)
  }
}

extension FeastField {
  init(_ column: Feast_Core_FeatureSpecV2) {
    self.init(name: column.name, type: FeastType(rawValue: column.valueType.rawValue))
  }
}

extension FeastFileSource {
  fileprivate static func decoding(
    _ spec: Feast_Core_FeatureViewSpec, path: String
  ) -> Result<FeastFileSource, FeatureStoreError> {
    let source = spec.batchSource
    let context = FeatureStoreError.Context(view: spec.name, path: path)
    func failure(_ code: FeatureStoreError.Code, _ what: String) -> Result<FeastFileSource, FeatureStoreError> {
      .failure(FeatureStoreError(code, "The source of view '\(spec.name)' in \(path) \(what)", context: context))
    }
    guard spec.hasBatchSource else { return failure(.corruptData, "is missing. Register the view again.") }
    guard source.type == .batchFile else {
      return failure(.notSupported, "is of type \(source.type). Only Parquet file sources can be read.")
    }
    if case .deltaFormat? = source.fileOptions.fileFormat.format {
      return failure(.notSupported, "is a Delta table. Only Parquet file sources can be read.")
    }
    guard !source.fileOptions.uri.isEmpty else {
      return failure(.corruptData, "has no path. Register the view again.")
    }
    guard !source.timestampField.isEmpty else {
      return failure(.corruptData, "has no timestamp field. Register the view again and name its timestamp column.")
    }
    return .success(
      FeastFileSource(
        uri: source.fileOptions.uri, timestampField: source.timestampField,
        createdColumn: source.createdTimestampColumn.isEmpty ? nil : source.createdTimestampColumn,
        fieldMapping: source.fieldMapping))
  }
}
