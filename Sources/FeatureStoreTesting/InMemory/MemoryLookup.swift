internal import DataFrames
internal import FeatureStoreCore

/// Answers an online request from one state of an in-memory store.
struct MemoryLookup {
  let state: MemoryState
  let keys: EntityKeys
  let options: OnlineOptions
  let now: Timestamp

  /// Returns the entity keys in the types that the views have them in, then the features.
  func run(_ references: [String]) throws -> OnlineFeatures {
    let requests = try state.requests(references, full: options.fullFeatureNames)
    let count = try keys.checkedCount()
    let full = options.fullFeatureNames
    for (view, names) in requests {
      for name in names {
        let column = FeatureReference(view: view.config.name, feature: name).columnName(full: full)
        try keys.refuseCollision(with: column, view: view.config.name, full: full)
      }
    }
    var features: [OnlineFeatures.Feature] = []
    for (view, names) in requests { features += try read(view, names, count) }
    return OnlineFeatures(columns: try keyColumns(requests.map(\.view), count) + features)
  }

  private func read(_ view: MemoryView, _ features: [String], _ count: Int) throws -> [OnlineFeatures.Feature] {
    let columns = try view.config.entityKeys.map { (key: String) -> [FeatureValue?] in
      guard let values = keys[key] else {
        throw FeatureStoreError(
          .entityKeyMissing, "View '\(view.config.name)' needs values for the entity key '\(key)'.",
          context: .init(view: view.config.name, column: key))
      }
      let type = try view.type(key)
      return try values.map { try $0.key(key, as: type) }
    }
    let wanted = (0..<count).map { (row: Int) -> [FeatureValue]? in
      let parts = columns.compactMap { $0[row] }
      return parts.count == columns.count ? parts : nil
    }
    let oldest = options.enforceTTL ? view.config.maxAge.map { (options.asOf ?? now).earlier(by: $0) } : nil
    return features.map { (feature: String) -> OnlineFeatures.Feature in
      let name = FeatureReference(view: view.config.name, feature: feature).columnName(full: options.fullFeatureNames)
      return view.online.feature(feature, of: wanted, named: name, oldest: oldest)
    }
  }

  /// The keys of the views, and other join keys of the store as they were given; no other name.
  private func keyColumns(_ views: [MemoryView], _ count: Int) throws -> [OnlineFeatures.Feature] {
    try keys.columns.compactMap { (name: String, values: [FeatureValue]) -> OnlineFeatures.Feature? in
      var values = values
      if let view = views.last(where: { $0.config.entityKeys.contains(name) }) {
        let type = try view.type(name)
        values = try values.map { try $0.key(name, as: type) ?? .null }
      } else if !state.isJoinKey(name) {
        return nil
      }
      return OnlineFeatures.Feature(
        name: name, values: values, statuses: [OnlineFeatures.Status](repeating: .present, count: count),
        eventTimestamps: [Timestamp?](repeating: nil, count: count))
    }
  }
}
