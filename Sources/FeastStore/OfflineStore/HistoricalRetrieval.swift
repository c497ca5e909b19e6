internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import PointInTime

/// Joins an entity frame with the histories of feature views, by the one definition of point-in-time correctness.
struct HistoricalRetrieval {
  private let entities: EntityFrame
  private let fullNames: Bool
  private let filtersByCreated: Bool
  private let repository: RepoConfig

  /// Checks the entity frame.
  ///
  /// - Throws: A ``FeatureStoreError`` if it has no rows, or no column of times.
  init(_ entities: DataFrame, _ options: HistoricalOptions, in repository: RepoConfig) throws {
    self.entities = try EntityFrame(entities, options)
    self.repository = repository
    fullNames = options.fullFeatureNames
    filtersByCreated = options.filterByCreatedTimestamp
  }

  /// Returns the entity frame with the features of each view added, views and features in the order given.
  func run(_ requests: [ViewRequest]) throws -> DataFrame {
    var report: [HistoricalReport.View]?
    return try run(requests, &report)
  }

  /// The same, with a report on each view.
  func runReported(_ requests: [ViewRequest]) throws -> ReportedFeatures {
    var report: [HistoricalReport.View]? = []
    let frame = try run(requests, &report)
    return ReportedFeatures(frame: frame, report: HistoricalReport(views: report ?? []))
  }

  /// - Parameter report: Nil when nobody asks for it; it costs something.
  private func run(_ requests: [ViewRequest], _ report: inout [HistoricalReport.View]?) throws -> DataFrame {
    try refuseCollisions(requests)
    var result = entities.frame
    for request in requests {
      let columns = try features(request, &report)
      for (feature, column) in zip(request.features, columns) {
        result = try result.adding(request.columnName(feature, full: fullNames), column)
      }
    }
    return result
  }

  private func refuseCollisions(_ requests: [ViewRequest]) throws {
    for request in requests {
      for feature in request.features {
        try entities.refuseCollision(with: request.columnName(feature, full: fullNames), view: request.view.name)
      }
    }
  }

  private func features(_ request: ViewRequest, _ report: inout [HistoricalReport.View]?) throws -> [Column] {
    let view = request.view
    let history = try FeatureHistory(view, in: repository)
    let keys = try keyColumns(history, request)
    for feature in request.features { _ = try history.type(feature) }
    let (rows, counts) = try winners(history, keys, explainingMisses: report != nil)
    if let counts {
      report?.append(HistoricalReport.View(request.alias ?? view.name, counts, times: try history.timeRange()))
    }
    return try history.taking(rows, request.features)
  }

  private func keyColumns(_ history: FeatureHistory, _ request: ViewRequest) throws -> [Column] {
    try history.keyNames.map { try entities.keyColumn(request.requestName(of: $0), view: history.view.name) }
  }

  /// The number of the winning history row for each entity row, −1 for none; and what became of the entity rows.
  private func winners(
    _ history: FeatureHistory, _ keys: [Column], explainingMisses: Bool
  ) throws -> (rows: [Int], counts: AsOfCounts?) {
    let times = try entities.frame.column(entities.timestampColumn)
    let axis = try history.axis(with: [times.type], comparingCreated: filtersByCreated)
    let createdAxis = filtersByCreated ? axis : try history.createdAxis()
    return try SourceError.wrapping(history.view) {
      let index = try KeyIndex(columns: keys, rowCount: entities.frame.rowCount, names: history.keyNames)
      _ = try index.ids(of: try history.keyTypes().map { .nulls($0, count: 0) }, rowCount: 0)
      let join = try AsOfJoin(
        ids: index.rowIDs, times: try axis.counts(of: times, name: entities.timestampColumn), validity: times.validity,
        ttl: history.view.ttl.map { axis.count(of: $0) })
      let groups = try join.neededTimes.map { try history.rowGroups(within: $0, axis) } ?? []
      let progress = StoreProgress.current
      progress?.begin("rows of \(history.view.name)", total: groups.reduce(0) { $0 + history.rowCount($1) })
      let winners = try join.winners(
        chunkCount: groups.count, threads: Self.threads, explainingMisses: explainingMisses
      ) { (chunk: Int) -> HistoryChunk in
        let dated = try history.dated(groups[chunk])
        let ids = try index.ids(of: dated.keys, rowCount: dated.time.count)
        let rowTimes = try history.times(dated, groups[chunk], axis, createdAxis)
        progress?.advance(by: dated.time.count)
        return HistoryChunk(ids: ids, times: filtersByCreated ? rowTimes.hiddenUntilCreated() : rowTimes)
      }
      guard explainingMisses else { return (join.rows(of: winners), nil) }
      return (join.rows(of: winners), try counts(join, winners, history, index, read: groups, axis))
    }
  }

  private static var threads: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Why entity rows found nothing; what was passed over by its times is looked into if it can hold one of the keys.
  private func counts(
    _ join: AsOfJoin, _ winners: AsOfWinners, _ history: FeatureHistory, _ index: KeyIndex, read groups: [Int],
    _ axis: TimeAxis
  ) throws -> AsOfCounts {
    let counts = join.counts(of: winners)
    let others = Set(0..<history.rowGroupCount).subtracting(groups).sorted()
    guard counts.unknownKey + counts.onlyLater > 0, !others.isEmpty, let needed = join.neededTimes else {
      return counts
    }
    let sightings = try join.sightings(chunkCount: others.count, threads: Self.threads) { (chunk: Int) in
      let group = others[chunk]
      let ids = try index.ids(
        of: try history.columns(history.keyNames, group), rowCount: history.rowCount(group))
      return (ids: ids, isLater: try history.isLater(group, than: needed, axis))
    }
    return join.counts(of: winners, elsewhere: sightings)
  }
}

extension HistoricalReport.View {
  fileprivate init(_ view: String, _ counts: AsOfCounts, times: ClosedRange<Timestamp>?) {
    self.init(
      view: view, matched: counts.matched, tooOld: counts.tooOld, onlyLater: counts.onlyLater,
      unknownKey: counts.unknownKey, withoutKeyOrTime: counts.withoutKeyOrTime, times: times)
  }
}
