// Unsafe pointers: `starts` has one entry more than there are groups, never falls and ends with the number of slots;
// `sighted` is empty or has an element for
// each group; the other arrays have an element for each slot, but `bestCreated` may have none at all. Group numbers are used only
// when `contains` has said yes, slot numbers only when they lie in the range of a group.

/// The slots of a join and their best rows, read and written without bounds checks while they are borrowed.
struct SlotAccess {
  let starts: UnsafeBufferPointer<Int32>
  let times: UnsafeBufferPointer<Int64>
  let bestTimes: UnsafeMutableBufferPointer<Int64>
  let bestRanks: UnsafeMutableBufferPointer<Int64>
  let bestCreated: UnsafeMutableBufferPointer<Int64>
  let sighted: UnsafeMutableBufferPointer<UInt8>

  /// Whether an entity row has the key; false for −1.
  @inline(__always)
  func contains(_ id: Int32) -> Bool { UInt(bitPattern: Int(id)) < UInt(bitPattern: starts.count &- 1) }

  /// The slots of a key that ``contains(_:)`` knows; empty when no entity row of it has a time.
  @inline(__always)
  func group(_ id: Int32) -> (start: Int, end: Int) {
    let group = Int(id)
    return (Int(starts[group]), Int(starts[group &+ 1]))
  }

  /// Makes a candidate the best of a slot if it beats the one before.
  @inline(__always)
  func offer(_ candidate: Candidate, to slot: Int) {
    let created = bestCreated.isEmpty ? Candidate.none.created : bestCreated[slot]
    let best = Candidate(time: bestTimes[slot], created: created, rank: bestRanks[slot])
    guard candidate.beats(best) else { return }
    bestTimes[slot] = candidate.time
    bestRanks[slot] = candidate.rank
    if !bestCreated.isEmpty { bestCreated[slot] = candidate.created }
  }
}

extension AsOfWinners {
  /// Lends out the slots and their best rows.
  mutating func withAccess(_ body: (SlotAccess) -> Void) {
    slots.starts.withUnsafeBufferPointer { (starts: UnsafeBufferPointer<Int32>) in
      slots.times.withUnsafeBufferPointer { (times: UnsafeBufferPointer<Int64>) in
        best.times.withUnsafeMutableBufferPointer { (bestTimes: inout UnsafeMutableBufferPointer<Int64>) in
          best.ranks.withUnsafeMutableBufferPointer { (ranks: inout UnsafeMutableBufferPointer<Int64>) in
            best.created.withUnsafeMutableBufferPointer { (created: inout UnsafeMutableBufferPointer<Int64>) in
              sighted.withUnsafeMutableBufferPointer { (sighted: inout UnsafeMutableBufferPointer<UInt8>) in
                body(
                  SlotAccess(
                    starts: starts, times: times, bestTimes: bestTimes, bestRanks: ranks, bestCreated: created,
                    sighted: sighted))
              }
            }
          }
        }
      }
    }
  }
}
