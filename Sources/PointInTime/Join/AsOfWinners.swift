/// The best history row so far for each slot of an ``AsOfJoin``.
///
/// A slot keeps the best row that is not later than it and later than the slot before it. Each thread fills winners of
/// its own; they are merged at the end, in any order.
///
/// Memory: 24 bytes for each entity row with a key and a time of its own.
package struct AsOfWinners: Sendable {
  let slots: EntitySlots
  var best: [Candidate]

  init(_ slots: EntitySlots) {
    self.slots = slots
    best = [Candidate](repeating: .none, count: slots.times.count)
  }

  /// Takes in the rows of a chunk; chunks may come in any order, each once.
  ///
  /// Rows without a time, or with an id that no entity row of a time has, match nothing.
  ///
  /// - Complexity: O(rows × log(entity rows of one key)).
  package mutating func consume(_ chunk: HistoryChunk) {
    var ids = chunk.ids
    ids.clear(where: chunk.times.validity)
    place(ids, chunk.times)
  }

  /// Takes in what other winners of the same join have seen.
  ///
  /// - Complexity: O(entity rows).
  package mutating func merge(_ other: AsOfWinners) {
    precondition(best.count == other.best.count, "winners of different joins cannot be merged")
    for slot in best.indices where other.best[slot].beats(best[slot]) { best[slot] = other.best[slot] }
  }
}
