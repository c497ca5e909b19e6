internal import DataFrames
internal import FeatureStoreCore

/// Answers an online request: encodes each key once a view and asks for the wanted features only.
struct OnlineRetrieval {
  let repository: FeastRepository
  let keys: EntityKeys
  let options: OnlineOptions

  /// Returns the entity keys as the views declare them, then the features, views and features in the order given.
  func run(_ requests: [ViewRequest]) throws -> OnlineFeatures {
    let count = try keys.checkedCount()
    guard let online = repository.online else {
      throw FeatureStoreError(
        .notSupported, "The repository has no online store. Set online_store in feature_store.yaml: type: sqlite",
        context: .init(path: repository.config.repoPath))
    }
    var features: [OnlineFeatures.Feature] = []
    for request in requests { features += try read(request, online, count) }
    return OnlineFeatures(columns: try keyColumns(requests, count) + features)
  }

  private func read(_ request: ViewRequest, _ online: OnlineStore, _ count: Int) throws -> [OnlineFeatures.Feature] {
    let encoder = try EntityKeyEncoder(joinKeys: request.view.joinKeys, version: repository.config.entityKeyVersion)
    let values = try values(request.view, count)
    var encoded = TextBuffer(rows: count)
    for row in 0..<count { encoded.append(try encoder.encode(values.map { $0[row] }) ?? []) }
    let rows = try online.read(repository.table(request.view.name), keys: encoded, features: request.features)
    return request.features.indices.map { (index: Int) -> OnlineFeatures.Feature in
      rows.column(index, named: request.columnName(request.features[index], full: options.fullFeatureNames))
    }
  }

  /// The values of each join key; those of a view without entities are empty texts.
  private func values(_ view: FeastView, _ count: Int) throws -> [[FeatureValue]] {
    if view.isEntityless { return [[FeatureValue](repeating: "", count: count)] }
    return try view.joinKeys.map { (key: FeastField) -> [FeatureValue] in
      guard let values = keys[key.name] else {
        throw FeatureStoreError(
          .entityKeyMissing,
          "View '\(view.name)' needs values for the entity key '\(key.name)'. Given: \(listed(keys.columns.map(\.name))).",
          context: .init(view: view.name, column: key.name))
      }
      return values
    }
  }

  /// The keys that views asked for, in the order of the request; a key that no view has is left out, as Feast does.
  private func keyColumns(_ requests: [ViewRequest], _ count: Int) throws -> [OnlineFeatures.Feature] {
    let declared = requests.flatMap(\.view.joinKeys)
    return try keys.columns.compactMap { (name: String, values: [FeatureValue]) -> OnlineFeatures.Feature? in
      guard let field = declared.last(where: { $0.name == name }) else { return nil }
      return OnlineFeatures.Feature(
        name: name, values: try values.map { try KeyCoercion.coerce($0, to: field) ?? .null },
        statuses: [OnlineFeatures.Status](repeating: .present, count: count),
        eventTimestamps: [Timestamp?](repeating: nil, count: count))
    }
  }
}
