/// What became of the entity rows of an ``AsOfJoin``: each is counted once.
package struct AsOfCounts: Sendable, Hashable {
  /// Rows with a winner.
  package var matched = 0
  /// Rows whose key has history before them, all of it older than the ttl.
  package var tooOld = 0
  /// Rows whose key has history, all of it later than the row.
  package var onlyLater = 0
  /// Rows whose key has no history.
  package var unknownKey = 0
  /// Rows without a key or a time.
  package var withoutKeyOrTime = 0

  package init() {}

  fileprivate mutating func count(_ fate: Fate) {
    switch fate {
    case .matched: matched += 1
    case .tooOld: tooOld += 1
    case .onlyLater: onlyLater += 1
    case .unknownKey: unknownKey += 1
    }
  }
}

private enum Fate { case matched, tooOld, onlyLater, unknownKey }

/// The keys of an ``AsOfJoin`` that have rows in the parts of a history which the join did not read.
package struct KeySightings: Sendable {
  /// Bit 0: rows earlier than any that could match; bit 1: later ones.
  fileprivate var bits: [UInt8]

  fileprivate init(keys: Int) { bits = [UInt8](repeating: 0, count: keys) }

  fileprivate mutating func see(_ ids: [Int32], isLater: Bool) {
    for id in ids where bits.indices.contains(Int(id)) { bits[Int(id)] |= isLater ? 2 : 1 }
  }

  fileprivate mutating func merge(_ other: KeySightings) {
    for key in bits.indices { bits[key] |= other.bits[key] }
  }
}

extension AsOfJoin {
  /// Counts the entity rows by what became of them.
  ///
  /// - Parameters:
  ///   - winners: They must have been made for explaining misses.
  ///   - elsewhere: What is known of the parts of the history that the join did not read; nil: it read all.
  /// - Complexity: O(entity rows).
  package func counts(of winners: AsOfWinners, elsewhere: KeySightings? = nil) -> AsOfCounts {
    var fates = [Fate](repeating: .unknownKey, count: slots.times.count)
    for key in 0..<slots.starts.count - 1 {
      let range = Int(slots.starts[key])..<Int(slots.starts[key + 1])
      let seen = elsewhere?.bits[key] ?? 0
      let hasLater = winners.sighted[key] != 0 || seen & 2 != 0 || range.contains { winners.best[$0].row >= 0 }
      var carried = Candidate.none
      for slot in range {
        if winners.best[slot].beats(carried) { carried = winners.best[slot] }
        if carried.row >= 0, isFresh(carried.time, at: slots.times[slot]) {
          fates[slot] = .matched
        } else if carried.row >= 0 || seen & 1 != 0 {
          fates[slot] = .tooOld
        } else if hasLater {
          fates[slot] = .onlyLater
        }
      }
    }
    var counts = AsOfCounts()
    for slot in slots.slotOfRow {
      if slot < 0 { counts.withoutKeyOrTime += 1 } else { counts.count(fates[Int(slot)]) }
    }
    return counts
  }

  /// Looks for the keys in parts of the history that the join did not read.
  ///
  /// - Parameter chunk: The ids of a part's rows, and whether they are later than all that was read rather than earlier.
  package func sightings(
    chunkCount: Int, threads: Int, chunk: @Sendable (Int) throws -> (ids: [Int32], isLater: Bool)
  ) throws -> KeySightings {
    try withoutActuallyEscaping(chunk) { chunk in
      let reduction = ChunkReduction<KeySightings>(
        make: { KeySightings(keys: slots.starts.count - 1) },
        step: { (sightings: inout KeySightings, index: Int) in
          let (ids, isLater) = try chunk(index)
          sightings.see(ids, isLater: isLater)
        },
        merge: { (sightings: inout KeySightings, other: KeySightings) in sightings.merge(other) })
      return try reduction.run(chunkCount: chunkCount, threads: threads)
    }
  }
}
