internal import DataFrames
internal import FeatureStoreCore
internal import PointInTime

/// How far the online values of each view are behind its stored rows.
struct OnlineFreshness {
  let repository: FeastRepository

  /// One sentence about the views that are kept online; those that are up to date are counted.
  func finding() throws -> String {
    guard repository.online != nil else { return "no online store configured" }
    let snapshot = try repository.registry.snapshot()
    let views = snapshot.views(project: repository.config.project).filter { $0.isOnline && !$0.isDisabled }
    let behind = try views.compactMap { (view: FeastView) -> String? in
      let rows = try rowsNotOnline(view)
      guard rows > 0 else { return nil }
      return "\(view.name): \(rows) stored rows are newer than what is online "
        + (view.materializedUntil.map { "(up to \($0))" } ?? "(never materialized)")
    }
    let count = views.count - behind.count
    return (behind + ["\(count) of \(views.count) views are up to date"]).joined(separator: "; ")
  }

  /// How many stored rows the next incremental materialization has not seen yet; row groups that are older by their
  /// statistics are not read.
  func rowsNotOnline(_ view: FeastView) throws -> Int {
    let history = try FeatureHistory(view, in: repository.config)
    guard let until = view.materializedUntil else { return history.rowCount }
    return try history.laterRowCount(than: until)
  }
}

extension FeatureHistory {
  /// How many rows are later than a time; row groups that are not by their statistics are not read.
  func laterRowCount(than time: Timestamp) throws -> Int {
    let axis = try axis()
    let last = time.count(in: axis.unit)
    guard last < .max else { return 0 }
    return try rowGroups(within: (last + 1)...(.max), axis).reduce(0) { (sum: Int, group: Int) -> Int in
      let column = try columns([source.timestampField], group)[0]
      let counts = try SourceError.wrapping(view) { try axis.counts(of: column) }
      return sum + counts.indices.count { counts[$0] > last && !column.isNull($0) }
    }
  }
}
