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
  package static func nothing(_ view: String, until end: Timestamp, from start: Timestamp? = nil) -> MaterializedView {
    let note = start.map { "It is materialized until \($0) already, which is after \(end): nothing was done." }
    return MaterializedView(
      view: view, start: end, end: end, entities: 0, rowsWithoutKey: 0, notes: [note].compactMap { $0 })
  }

  /// Said of a window that ends after now.
  package static func futureEndNote(_ end: Timestamp, now: Timestamp) -> String {
    "The end \(end) is in the future: the view is recorded as materialized until now, \(now), so that later runs go on "
      + "from there."
  }

  /// Said of a view that was recorded as materialized until an instant that is still to come.
  package static func futureRecordNote(_ end: Timestamp, from start: Timestamp) -> String {
    "It was recorded as materialized until \(end), which is in the future: this run begins at \(start) instead."
  }
}
