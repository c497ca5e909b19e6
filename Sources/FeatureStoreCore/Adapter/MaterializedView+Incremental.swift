package import DataFrames

extension MaterializedView {
  /// Where an incremental materialization starts: where the last one ended, else the ttl or 52 weeks before the end.
  ///
  /// The first one counts back from the earlier of `end` and `now`, so that old data are found as well.
  package static func incrementalStart(
    after last: Timestamp?, ttl: Duration?, end: Timestamp, now: Timestamp
  ) -> Timestamp {
    if let last { return last }
    return min(end, now).earlier(by: ttl ?? .days(52 * 7))
  }

  /// The report on a view that is further along than what was asked for.
  package static func nothing(_ view: String, until end: Timestamp) -> MaterializedView {
    MaterializedView(view: view, start: end, end: end, entities: 0, rowsWithoutKey: 0)
  }
}
