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
    let online = try repository.requireOnline(view)
    let history = try FeatureHistory(view, in: repository.config)
    let latest = try newestRows(history, start, end)
    let batch = try batch(history, latest.rows)
    try online.write(batch, to: repository.table(view.name))
    try repository.registry.update { registry in
      // Rows that were replaced meanwhile are for the next run.
      let isCurrent = registry.sourceURI(of: view) == history.source.uri
      try registry.recordMaterialization(
        of: view.name, project: view.project, start: start, end: isCurrent ? end : start, now: SystemCalls.now())
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
    return try OnlineBatch(
      view, repository.config, keys: Array(columns.prefix(keyCount)), time: columns[keyCount],
      created: times.count > 1 ? columns[keyCount + 1] : nil, features: Array(columns.suffix(features.count)))
  }
}

extension FeastView {
  /// Where the next materialization begins: where the last one ended, else a ttl, or 52 weeks without one, ago.
  ///
  /// "Ago" is seen from now as in Feast, or from the end of the window when that is earlier.
  func incrementalStart(end: Timestamp, now: Timestamp) -> Timestamp {
    MaterializedView.incrementalStart(after: materializedUntil, ttl: ttl, end: end, now: now)
  }
}
