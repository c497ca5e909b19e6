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
    try refuseCollisions(requests)
    var result = entities.frame
    for request in requests {
      let columns = try features(request)
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

  private func features(_ request: ViewRequest) throws -> [Column] {
    let view = request.view
    let history = try FeatureHistory(view, in: repository)
    let keys = try keyColumns(history, request)
    for feature in request.features { _ = try history.type(feature) }
    let rows = try winners(history, keys)
    return try history.taking(rows, request.features)
  }

  private func keyColumns(_ history: FeatureHistory, _ request: ViewRequest) throws -> [Column] {
    try history.keyNames.map { try entities.keyColumn(request.requestName(of: $0), view: history.view.name) }
  }

  /// The number of the winning history row for each entity row, −1 for none.
  private func winners(_ history: FeatureHistory, _ keys: [Column]) throws -> [Int] {
    let times = try entities.frame.column(entities.timestampColumn)
    let axis = try history.axis(with: [times.type], comparingCreated: filtersByCreated)
    let createdAxis = filtersByCreated ? axis : try history.createdAxis()
    return try SourceError.wrapping(history.view) {
      let index = try KeyIndex(columns: keys, rowCount: entities.frame.rowCount, names: history.keyNames)
      _ = try index.ids(of: try history.keyTypes().map { .nulls($0, count: 0) }, rowCount: 0)
      let join = try AsOfJoin(
        ids: index.rowIDs, times: try axis.counts(of: times, name: entities.timestampColumn), validity: times.validity,
        ttl: history.view.ttl.map { axis.count(of: $0) })
      guard let needed = join.neededTimes else { return [Int](repeating: -1, count: entities.frame.rowCount) }
      let groups = try history.rowGroups(within: needed, axis)
      return try join.run(chunkCount: groups.count, threads: ProcessInfo.processInfo.activeProcessorCount) {
        (chunk: Int) -> HistoryChunk in
        let dated = try history.dated(groups[chunk])
        let ids = try index.ids(of: dated.keys, rowCount: dated.time.count)
        let rowTimes = try history.times(dated, groups[chunk], axis, createdAxis)
        return HistoryChunk(ids: ids, times: filtersByCreated ? rowTimes.hiddenUntilCreated() : rowTimes)
      }
    }
  }
}
