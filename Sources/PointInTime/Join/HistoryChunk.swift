package import DataFrames

/// The times of consecutive history rows, on one axis for all chunks.
package struct HistoryTimes: Sendable {
  package let times: [Int64]
  /// Which rows have a time; nil when all do. The others match nothing.
  package let validity: Validity?
  /// When each row was created, on an axis of its own; nil when the history does not say.
  package let created: [Int64]?
  /// Which rows have a created time; nil when all do. The others lose a tie against those.
  package let createdValidity: Validity?
  /// When each row could first be known; nil: at its own time. See ``hiddenUntilCreated()``.
  let available: [Int64]?
  /// The number of the first row among all rows of the history; later written rows have higher numbers.
  package let firstRow: Int

  package init(
    times: [Int64], validity: Validity? = nil, created: [Int64]? = nil, createdValidity: Validity? = nil, firstRow: Int
  ) {
    precondition((0..<1 << 62).contains(firstRow), "row numbers count from 0")
    precondition(validity.map { $0.count == times.count } ?? true, "the bitmap must have a bit for each row")
    precondition(created.map { $0.count == times.count } ?? true, "each row needs a created time, or none does")
    precondition(createdValidity.map { $0.count == times.count } ?? true, "the bitmap must have a bit for each row")
    self.times = times
    self.validity = validity
    self.created = created
    self.createdValidity = createdValidity
    self.firstRow = firstRow
    available = nil
  }

  private init(_ times: HistoryTimes, available: [Int64], validity: Validity?) {
    self.times = times.times
    self.validity = validity
    self.available = available
    created = times.created
    createdValidity = times.createdValidity
    firstRow = times.firstRow
  }

  /// Returns the same rows, each hidden from entity rows earlier than its created time.
  ///
  /// Both times must be on one axis. A row without a created time matches nothing; a history without created times is
  /// returned as it is.
  package func hiddenUntilCreated() -> HistoryTimes {
    guard let created else { return self }
    let known = Validity.bitmap(count: count) { (row: Int) -> Bool in
      (validity?[row] ?? true) && (createdValidity?[row] ?? true)
    }
    return HistoryTimes(self, available: zip(times, created).map { max($0, $1) }, validity: known)
  }

  /// Reads the time column, and the created column if there is one, each on its axis.
  ///
  /// - Throws: A ``PointInTimeError`` with code ``PointInTimeError/Code/unsupportedTime`` if a column does not fit its
  ///   axis, or ``PointInTimeError/Code/shape`` if the columns differ in length.
  package init(
    _ time: (column: Column, axis: TimeAxis), created: (column: Column, axis: TimeAxis)? = nil, firstRow: Int
  ) throws(PointInTimeError) {
    if let created, created.column.count != time.column.count {
      throw PointInTimeError(
        .shape, "The created column has \(created.column.count) rows, but the time column has \(time.column.count).")
    }
    var createdCounts: [Int64]?
    if let created { createdCounts = try created.axis.counts(of: created.column) }
    self.init(
      times: try time.axis.counts(of: time.column), validity: time.column.validity, created: createdCounts,
      createdValidity: created?.column.validity, firstRow: firstRow)
  }

  package var count: Int { times.count }

  /// The candidate of a row that has a time.
  @inline(__always)
  func candidate(_ index: Int) -> Candidate {
    if let created, createdValidity?[index] ?? true {
      return Candidate(time: times[index], created: created[index], row: firstRow + index)
    }
    return Candidate(time: times[index], row: firstRow + index)
  }
}

/// Consecutive history rows with the ids of their keys, as ``KeyIndex/ids(of:rowCount:)`` gives them.
package struct HistoryChunk: Sendable {
  /// The id of each row, −1 for a key that no entity row has.
  package let ids: [Int32]
  package let times: HistoryTimes

  package init(ids: [Int32], times: HistoryTimes) {
    precondition(ids.count == times.count, "each row needs an id and a time")
    self.ids = ids
    self.times = times
  }
}
