internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import PointInTime

/// Copies the newest row per entity in a time window from a view's history to the online store.
struct Materialization {
  let repository: FeastRepository
  let view: FeastView

  /// Features that cannot be read are left out and named. A window is recorded up to now at the latest: what is yet to
  /// come has not been copied.
  ///
  /// - Throws: A ``FeatureStoreError``; the online store and the registry are then as they were.
  func run(_ start: Timestamp, _ end: Timestamp, notes: [String] = []) throws -> MaterializedView {
    let online = try repository.requireOnline(view)
    let history = try FeatureHistory(view, in: repository.config)
    let latest = try newestRows(history, start, end)
    let features = try history.readableFeatures()
    let batch = try batch(history, latest.rows, features.readable)
    try online.write(batch, to: repository.table(view.name))
    let now = SystemCalls.now()
    if start <= now {
      try repository.registry.update { registry in
        // Rows that were replaced meanwhile are for the next run.
        let isCurrent = registry.sourceURI(of: view) == history.source.uri
        try registry.recordMaterialization(
          of: view.name, project: view.project, start: start, end: isCurrent ? min(end, now) : start, now: now)
      }
    }
    return MaterializedView(
      view: view.name, start: start, end: min(end, max(start, now)), entities: latest.rows.count,
      rowsWithoutKey: latest.rowsWithoutKey.count, skippedFeatures: features.unreadable,
      notes: notes + (end > now ? [MaterializedView.futureEndNote(end, now: now)] : []),
      rowTimes: latest.rows.isEmpty ? try history.timeRange() : nil)
  }

  /// As ``run(_:_:notes:)``, from where the last materialization ended.
  func runIncremental(until end: Timestamp) throws -> MaterializedView {
    let now = SystemCalls.now()
    let start = view.incrementalStart(end: end, now: now)
    let ahead = view.materializedUntil.flatMap { $0 > now ? MaterializedView.futureRecordNote($0, from: start) : nil }
    guard start <= end else { return .nothing(view.name, until: end, from: start) }
    return try run(start, end, notes: [ahead].compactMap { $0 })
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
    let progress = StoreProgress.current
    progress?.begin("rows of \(view.name)", total: groups.reduce(0) { $0 + history.rowCount($1) })
    return try SourceError.wrapping(view) {
      try LatestPerKey.run(
        from: empty, chunkCount: groups.count, threads: ProcessInfo.processInfo.activeProcessorCount
      ) { (chunk: Int) -> (keys: [Column], times: HistoryTimes) in
        let dated = try history.dated(groups[chunk])
        progress?.advance(by: dated.time.count)
        return (dated.keys, try history.times(dated, groups[chunk], axis, createdAxis))
      }
    }
  }

  private func batch(_ history: FeatureHistory, _ rows: [Int], _ fields: [FeastField]) throws -> OnlineBatch {
    let features = fields.map(\.name)
    let times = [history.source.timestampField] + [history.source.createdColumn].compactMap { $0 }
    let columns = try history.taking(rows, history.keyNames + times + features)
    let keyCount = history.keyNames.count
    return try OnlineBatch(
      view, repository.config, keys: Array(columns.prefix(keyCount)), time: columns[keyCount],
      created: times.count > 1 ? columns[keyCount + 1] : nil,
      features: Array(zip(fields, columns.suffix(features.count))))
  }
}

extension FeastView {
  /// Where the next materialization begins: where the last one ended, else a ttl, or 52 weeks without one, ago.
  ///
  /// "Ago" is seen from now as in Feast, or from the end of the window when that is earlier.
  /// A window that was recorded to end after now counts as begun only: nobody knows how far it was copied. One that ends
  /// before it begins, as Feast records a run that had nothing to do, says nothing.
  func incrementalStart(end: Timestamp, now: Timestamp) -> Timestamp {
    let last = materializationIntervals.filter { $0.start <= $0.end }.map {
      $0.end <= now ? $0.end : min($0.start, now)
    }.max()
    return MaterializedView.incrementalStart(after: last, ttl: ttl, end: end, now: now)
  }
}
