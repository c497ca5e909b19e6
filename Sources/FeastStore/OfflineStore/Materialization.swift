internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import PointInTime

/// Copies the newest row per entity in a time window from a view's history to the online store.
struct Materialization {
  let repository: FeastRepository
  let view: FeastView

  /// - Throws: A ``FeatureStoreError``; the online store and the registry are then as they were.
  func run(_ start: Timestamp, _ end: Timestamp) throws -> MaterializedView {
    guard let online = repository.online else {
      throw FeatureStoreError(
        .notSupported, "The repository has no online store. Set online_store in feature_store.yaml: type: sqlite",
        context: .init(view: view.name, path: repository.config.repoPath))
    }
    let history = try FeatureHistory(view, in: repository.config)
    let latest = try newestRows(history, start, end)
    let batch = try batch(history, latest.rows)
    try online.write(batch, to: repository.table(view.name))
    try repository.registry.update { registry in
      try registry.recordMaterialization(
        of: view.name, project: view.project, start: start, end: end, now: SystemCalls.now())
    }
    return MaterializedView(
      view: view.name, start: start, end: end, entities: latest.rows.count, rowsWithoutKey: latest.rowsWithoutKey.count)
  }

  private func newestRows(_ history: FeatureHistory, _ start: Timestamp, _ end: Timestamp) throws -> LatestPerKey {
    let axis = try history.axis()
    let createdAxis = try history.createdAxis()
    let first = start.roundedUp(in: axis.unit)
    let window = first...max(first, end.count(in: axis.unit))
    let empty = LatestPerKey(
      keyTypes: try history.keyTypes(), names: history.keyNames, window: window)
    guard first <= end.count(in: axis.unit) else { return empty }
    let groups = try history.rowGroups(within: window, axis)
    return try SourceError.wrapping(view) {
      try LatestPerKey.run(
        from: empty, chunkCount: groups.count, threads: ProcessInfo.processInfo.activeProcessorCount
      ) { (chunk: Int) -> (keys: [Column], times: HistoryTimes) in
        let dated = try history.dated(groups[chunk])
        return (dated.keys, try history.times(dated, groups[chunk], axis, createdAxis))
      }
    }
  }

  private func batch(_ history: FeatureHistory, _ rows: [Int]) throws -> OnlineBatch {
    let features = view.features.map(\.name)
    let times = [history.source.timestampField] + [history.source.createdColumn].compactMap { $0 }
    let columns = try history.taking(rows, history.keyNames + times + features)
    let keyCount = history.keyNames.count
    // A view without entities has one row, under an empty text as its key.
    let keys =
      view.isEntityless
      ? [Column.string([String](repeating: "", count: rows.count))] : Array(columns.prefix(keyCount))
    let encoder = try EntityKeyEncoder(joinKeys: view.joinKeys, version: repository.config.entityKeyVersion)
    return try OnlineBatch(
      keys: encoder.encode(columns: keys),
      features: zip(view.features, columns.suffix(features.count)).map { (field: $0, column: $1) },
      eventTime: columns[keyCount], created: times.count > 1 ? columns[keyCount + 1] : nil)
  }
}

extension Timestamp {
  /// The first count of a unit that is not before this instant.
  func roundedUp(in unit: TimeUnit) -> Int64 {
    let floor = count(in: unit)
    return floor < .max && Timestamp(floor, unit) < self ? floor + 1 : floor
  }
}

extension FeastView {
  /// Where the next materialization begins: where the last one ended, else a ttl, or 52 weeks without one, ago.
  ///
  /// "Ago" is seen from now as in Feast, or from the end of the window when that is earlier.
  func incrementalStart(end: Timestamp, now: Timestamp) -> Timestamp {
    if let materializedUntil { return materializedUntil }
    let span = ttlSeconds ?? 52 * 7 * 86_400
    return Timestamp(seconds: min(end, now).seconds.subtractingReportingOverflow(span).partialValue)
  }
}

extension MaterializedView {
  /// The report on a view that is further along than what was asked for.
  static func nothing(_ view: String, until end: Timestamp) -> MaterializedView {
    MaterializedView(view: view, start: end, end: end, entities: 0, rowsWithoutKey: 0)
  }
}
