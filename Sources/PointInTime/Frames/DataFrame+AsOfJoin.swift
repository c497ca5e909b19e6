public import DataFrames
internal import Foundation

extension DataFrame {
  /// Returns, for each row of this frame, the newest row of `history` that is not later.
  ///
  /// ```swift
  /// let training = try labels.asOfJoined(prices, on: "event_timestamp", by: ["product_id"], ttl: .seconds(86_400))
  /// ```
  ///
  /// This is the join of training rows, for two frames in memory: among the history rows with the same key take those
  /// not later than the row and, with a ttl, not older than it, both ends included; of these the latest; of equal times
  /// the one created last; of those the last row. Every row comes back once, in its order. A row without a match gets
  /// nulls; a null key or a null time matches nothing. Times without a zone are UTC.
  ///
  /// The columns of `history` follow those of this frame, without its keys, its time and its created time.
  ///
  /// - Parameters:
  ///   - time: The column of event times in this frame; a timestamp or a date.
  ///   - historyTime: The column of event times in `history`; nil: it has the same name.
  ///   - keys: The columns that must be equal, with the same names in both frames; none: all rows share one key.
  ///   - ttl: How much older than the row a match may be; nil: no limit, zero: exactly the row's time.
  ///   - created: The column of `history` that says when a row was written.
  ///   - matchedTime: The name of a column to add with the event time of the match; nil: none.
  /// - Throws: A ``DataFrameError`` for a column that is missing or that both frames have, a ``PointInTimeError`` for
  ///   keys or times that cannot be compared and for a negative ttl.
  /// - Complexity: O(rows + history rows × log(rows of one key)) time, O(rows) memory beside the result.
  public func asOfJoined(
    _ history: DataFrame, on time: String, historyTime: String? = nil, by keys: [String], ttl: Duration? = nil,
    created: String? = nil, matchedTime: String? = nil
  ) throws -> DataFrame {
    let side = HistorySide(frame: history, time: historyTime ?? time, keys: keys, created: created)
    let rows = try side.winners(for: self, time: time, ttl: ttl)
    var added = try side.features.map { (name: $0, column: try history.column($0).taking(rows)) }
    if let matchedTime { added.append((matchedTime, try history.column(side.time).taking(rows))) }
    return try appending(added)
  }

  /// Adds columns on the right, all at once.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/shape`` for a name that this frame has.
  func appending(_ added: [(name: String, column: Column)]) throws(DataFrameError) -> DataFrame {
    let known = Set<ByteKey>(strings: columnNames)
    for (name, _) in added where known.contains(name) {
      throw DataFrameError(
        .shape, "Both frames have a column '\(name)'. Rename one of them, or leave it out of the joined frame.")
    }
    return try DataFrame(columns: zip(columnNames, columns).map { (name: $0, column: $1) } + added)
  }
}

/// The right side of an as-of join in memory.
private struct HistorySide: Sendable {
  /// How many rows one thread takes at a time.
  private static let chunkRows = 1 << 18

  let frame: DataFrame
  let time: String
  let keys: [String]
  let created: String?

  /// The columns that the result gains.
  var features: [String] {
    let used = Set<ByteKey>(strings: keys + [time] + [created].compactMap { $0 })
    return frame.columnNames.filter { !used.contains($0) }
  }

  /// The history row of each row of a frame; −1 for none.
  func winners(for left: DataFrame, time leftTime: String, ttl: Duration?) throws -> [Int] {
    let times = try left.column(leftTime)
    let ownTimes = try frame.column(time)
    let axis = try TimeAxis(covering: [times.type, ownTimes.type])
    let index = try KeyIndex(columns: try keys.map(left.column), rowCount: left.rowCount, names: keys)
    let ids = try index.ids(of: try keys.map(frame.column), rowCount: frame.rowCount)
    let join = try AsOfJoin(
      ids: index.rowIDs, times: try axis.counts(of: times, name: leftTime), validity: times.validity,
      ttl: ttl.map { axis.count(of: $0) })
    let rows = try HistoryTimes((ownTimes, axis), created: try createdColumn(), firstRow: 0)
    return try join.run(chunkCount: chunkCount, threads: ProcessInfo.processInfo.activeProcessorCount) { chunk in
      let range = range(ofChunk: chunk)
      return HistoryChunk(ids: Array(ids[range]), times: rows.slice(range))
    }
  }

  private func createdColumn() throws -> (column: Column, axis: TimeAxis)? {
    guard let created else { return nil }
    let column = try frame.column(created)
    return (column, try TimeAxis(covering: [column.type]))
  }

  private var chunkCount: Int { (frame.rowCount + Self.chunkRows - 1) / Self.chunkRows }

  private func range(ofChunk chunk: Int) -> Range<Int> {
    chunk * Self.chunkRows..<min((chunk + 1) * Self.chunkRows, frame.rowCount)
  }
}

extension HistoryTimes {
  /// The times of some of the rows, which keep their numbers.
  fileprivate func slice(_ range: Range<Int>) -> HistoryTimes {
    HistoryTimes(
      times: Array(times[range]), validity: validity?.slice(range), created: created.map { Array($0[range]) },
      createdValidity: createdValidity?.slice(range), firstRow: firstRow + range.lowerBound)
  }
}
