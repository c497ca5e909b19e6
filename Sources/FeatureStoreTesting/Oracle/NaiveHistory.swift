internal import DataFrames
internal import FeatureStoreCore

/// The rows of a view as the definition of point-in-time correctness speaks of them.
///
/// Every row is looked at for every question, so that the code can be compared with the definition's words.
struct NaiveHistory {
  struct Row {
    /// nil when a part of the key is null.
    let key: Int?
    let time: Timestamp?
    let created: Timestamp?
  }

  let rows: [Row]
  /// Whether the view has a created column at all.
  let hasCreated: Bool

  /// - Parameter numbers: Gives equal keys equal numbers, here and in what is asked.
  init(
    _ frame: DataFrame, keys: [String], time: String, created: String?, _ numbers: inout NaiveKeyNumbers
  ) throws {
    let keys = try numbers.numbers(of: keys.map { try frame.column($0) }, rowCount: frame.rowCount)
    let times = try Self.instants(try frame.column(time))
    let createdTimes = try created.map { try Self.instants(try frame.column($0)) }
    rows = (0..<frame.rowCount).map { Row(key: keys[$0], time: times[$0], created: createdTimes?[$0]) }
    hasCreated = created != nil
  }

  init(_ rows: [Row], hasCreated: Bool) {
    self.rows = rows
    self.hasCreated = hasCreated
  }

  /// The row that a question about a key as of a time is answered with; nil when none qualifies.
  ///
  /// - Parameter createdByThen: Whether rows that were created after `time`, or have no created time, are passed over.
  func row(of key: Int?, asOf time: Timestamp?, ttl: Duration?, createdByThen: Bool) -> Int? {
    guard let key, let time else { return nil }
    var best: Int?
    for index in rows.indices where rows[index].key == key {
      guard let rowTime = rows[index].time, rowTime <= time else { continue }
      if let ttl, rowTime < time.earlier(by: ttl) { continue }
      if createdByThen, hasCreated, rows[index].created.map({ $0 > time }) ?? true { continue }
      if let current = best, isEarlier(index, than: current) { continue }
      best = index
    }
    return best
  }

  /// The newest row of each key among those with a time in the window, both ends included; rising.
  func newestRows(from start: Timestamp, to end: Timestamp) -> [Int] {
    var newest: [Int: Int] = [:]
    for index in rows.indices {
      guard let key = rows[index].key, let time = rows[index].time, start <= time, time <= end else { continue }
      if let current = newest[key], isEarlier(index, than: current) { continue }
      newest[key] = index
    }
    return newest.values.sorted()
  }

  /// The rows that a merge keeps: of those with one key and one time the newest created, of those the last; rising.
  func rowsWithoutDuplicates() -> [Int] {
    rows.indices.filter { (index: Int) -> Bool in
      guard rows[index].key != nil, rows[index].time != nil else { return true }
      return !rows.indices.contains { (other: Int) -> Bool in
        other != index && rows[other].key == rows[index].key && rows[other].time == rows[index].time
          && isEarlier(index, than: other)
      }
    }
  }

  /// Whether a row loses against another one of its key: by time, then created time (none loses), then place.
  private func isEarlier(_ index: Int, than other: Int) -> Bool {
    let (row, winner) = (rows[index], rows[other])
    if row.time != winner.time { return row.time.map { time in winner.time.map { time < $0 } ?? false } ?? true }
    if row.created != winner.created {
      return row.created.map { created in winner.created.map { created < $0 } ?? false } ?? true
    }
    return index < other
  }

  /// The instants of a column of timestamps or dates; a time without a zone is UTC.
  static func instants(_ column: Column) throws -> [Timestamp?] {
    guard column.type.isTimestamp || column.type == .date else {
      throw FeatureStoreError(.typeMismatch, "The column of times holds \(column.type).")
    }
    return (0..<column.count).map { FeatureValue(column, row: $0).timestampValue }
  }
}
