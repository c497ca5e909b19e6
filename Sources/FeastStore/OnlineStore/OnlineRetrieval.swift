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
    for request in requests {
      for feature in request.features {
        let name = request.columnName(feature, full: options.fullFeatureNames)
        try keys.refuseCollision(with: name, view: request.view.name, full: options.fullFeatureNames)
      }
    }
    let online = try repository.requireOnline()
    var features: [OnlineFeatures.Feature] = []
    for request in requests { features += try read(request, online, count) }
    return OnlineFeatures(columns: try keyColumns(requests, count) + features)
  }

  private func read(_ request: ViewRequest, _ online: OnlineStore, _ count: Int) throws -> [OnlineFeatures.Feature] {
    let encoder = try EntityKeyEncoder(joinKeys: request.view.joinKeys, version: repository.config.entityKeyVersion)
    let values = try values(request, count)
    var encoded = TextBuffer(rows: count)
    for row in 0..<count { encoded.append(try encoder.encode(values.map { $0[row] }) ?? []) }
    var rows = try online.read(
      OnlineQuery(
        repository.table(request.view.name), features: request.features, stored: request.view.features.count),
      keys: encoded)
    if options.enforceTTL, let ttl = request.view.ttl {
      rows.withhold(before: (options.asOf ?? SystemCalls.now()).earlier(by: ttl))
    }
    return request.features.indices.map { (index: Int) -> OnlineFeatures.Feature in
      rows.column(index, named: request.columnName(request.features[index], full: options.fullFeatureNames))
    }
  }

  /// The values of each join key; those of a view without entities are empty texts.
  private func values(_ request: ViewRequest, _ count: Int) throws -> [[FeatureValue]] {
    let view = request.view
    if view.isEntityless { return [[FeatureValue](repeating: "", count: count)] }
    return try view.joinKeys.map { (key: FeastField) -> [FeatureValue] in
      let name = request.requestName(of: key.name)
      guard let values = keys[name] else {
        throw FeatureStoreError(
          .entityKeyMissing,
          "View '\(view.name)' needs values for the entity key '\(name)'."
            + "\(renamingHint(for: name, among: keys.columns.map(\.name))) Given: \(listed(keys.columns.map(\.name))).",
          context: .init(view: view.name, column: name))
      }
      return values
    }
  }

  /// The keys that views asked for, in the order of the request, and other join keys of the project as they were given;
  /// a name that is no join key is left out. All this is Feast's rule.
  private func keyColumns(_ requests: [ViewRequest], _ count: Int) throws -> [OnlineFeatures.Feature] {
    let declared = requests.flatMap { (request: ViewRequest) -> [FeastField] in
      request.view.joinKeys.map { FeastField(name: request.requestName(of: $0.name), type: $0.type) }
    }
    return try keys.columns.compactMap { (name: String, values: [FeatureValue]) -> OnlineFeatures.Feature? in
      var values = values
      if let field = declared.last(where: { $0.name == name }) {
        values = try values.map { try KeyCoercion.coerce($0, to: field) ?? .null }
      } else if try !isJoinKey(name) {
        return nil
      }
      return OnlineFeatures.Feature(
        name: name, values: values,
        statuses: [OnlineFeatures.Status](repeating: .present, count: count),
        eventTimestamps: [Timestamp?](repeating: nil, count: count))
    }
  }

  private func isJoinKey(_ name: String) throws -> Bool {
    try repository.registry.snapshot().isJoinKey(name, project: repository.config.project)
  }
}
