package import DataFrames

/// The point-in-time join on integers: for each entity row, which history row was the newest then.
///
/// For an entity row at time *t*, among the history rows with the same key take those not later than *t* and, with a
/// ttl, not earlier than *t* − ttl (both ends included); of these the latest; of equal times the one with the latest
/// created time, where none loses against any; of those the one with the highest row number. A row without key or time,
/// on either side, matches nothing.
///
/// ```swift
/// let index = try KeyIndex(columns: [entityKeys], rowCount: entityKeys.count)
/// let times = try axis.counts(of: eventTimes)
/// let join = try AsOfJoin(ids: index.rowIDs, times: times, ttl: axis.count(of: .seconds(86_400)))
/// let rows = try join.run(chunkCount: rowGroups.count, threads: 2) { index in … }
/// let feature = history.taking(rows)      // −1 becomes null
/// ```
///
/// The history is read once, in any order, and is never sorted or kept: memory is O(entity rows) for each thread.
package struct AsOfJoin: Sendable {
  let slots: EntitySlots
  private let ttl: Int64?
  /// The times that a history row must have to match any entity row; nil when no row can match.
  ///
  /// A row group whose statistics lie outside need not be read.
  package let neededTimes: ClosedRange<Int64>?

  /// Prepares a join for the rows of an entity frame.
  ///
  /// - Parameters:
  ///   - ids: The id of each row's key, −1 for none; see ``KeyIndex/rowIDs``.
  ///   - times: The event time of each row, on the axis that the history uses too.
  ///   - validity: Which rows have an event time; nil when all do.
  ///   - ttl: How much older than the entity row a match may be; nil for no limit, 0 for rows of exactly its time.
  /// - Throws: A ``PointInTimeError`` with code ``PointInTimeError/Code/shape``, ``PointInTimeError/Code/negativeTTL``
  ///   or ``PointInTimeError/Code/tooManyRows``.
  /// - Complexity: O(rows) time for small groups of equal keys, O(rows) memory.
  package init(
    ids: [Int32], times: [Int64], validity: Validity? = nil, ttl: Int64? = nil
  ) throws(PointInTimeError) {
    guard ids.count == times.count, validity.map({ $0.count == times.count }) ?? true else {
      throw PointInTimeError(.shape, "The entity frame has \(ids.count) keys, but \(times.count) event times.")
    }
    guard times.count <= Int(Int32.max) else {
      throw PointInTimeError(.tooManyRows, "An entity frame of more than \(Int32.max) rows cannot be joined at once.")
    }
    if let ttl, ttl < 0 {
      throw PointInTimeError(.negativeTTL, "A ttl must not be negative. Leave it out for no limit.")
    }
    self.ttl = ttl
    slots = EntitySlots(ids: ids, times: times, validity: validity)
    neededTimes = Self.neededTimes(slots, ttl)
  }

  private static func neededTimes(_ slots: EntitySlots, _ ttl: Int64?) -> ClosedRange<Int64>? {
    guard let latest = slots.times.max(), let earliest = slots.times.min() else { return nil }
    return (ttl.map { earliest.subtractingSaturating($0) } ?? .min)...latest
  }

  /// Returns winners that have seen no history yet.
  ///
  /// - Parameter explainingMisses: Whether ``counts(of:elsewhere:)`` will be asked.
  package func makeWinners(explainingMisses: Bool = false) -> AsOfWinners {
    AsOfWinners(slots, explainingMisses: explainingMisses)
  }

  /// Returns, for each entity row in order, the number of the history row that wins, −1 for none.
  ///
  /// - Complexity: O(entity rows).
  package func rows(of winners: AsOfWinners) -> [Int] {
    precondition(winners.best.count == slots.times.count, "the winners belong to another join")
    var rowOfSlot = [Int](repeating: -1, count: slots.times.count)
    for group in 0..<slots.starts.count - 1 {
      var carried = Candidate.none
      for slot in Int(slots.starts[group])..<Int(slots.starts[group + 1]) {
        if winners.best[slot].beats(carried) { carried = winners.best[slot] }
        if isFresh(carried.time, at: slots.times[slot]) { rowOfSlot[slot] = carried.row }
      }
    }
    return slots.slotOfRow.map { (slot: Int32) -> Int in slot < 0 ? -1 : rowOfSlot[Int(slot)] }
  }

  func isFresh(_ time: Int64, at eventTime: Int64) -> Bool {
    ttl.map { time >= eventTime.subtractingSaturating($0) } ?? true
  }
}
