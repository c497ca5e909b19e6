internal import DataFrames

// Unsafe pointers: an id is used only when it is below the number of groups; `starts` has one entry more than there are
// groups, never falls and ends with the number of slots; `times` and `best` have an element for each slot. A slot number
// found by the search is used only when it is below the end of its group.

/// The slots of a join, read and written without bounds checks while they are borrowed.
private struct SlotAccess {
  let starts: UnsafeBufferPointer<Int32>
  let times: UnsafeBufferPointer<Int64>
  let best: UnsafeMutableBufferPointer<Candidate>

  /// Whether an entity row has the key; false for −1.
  @inline(__always)
  func contains(_ id: Int32) -> Bool { UInt(bitPattern: Int(id)) < UInt(bitPattern: starts.count &- 1) }

  /// Offers a row to the first slot of its key that is not earlier than it, if there is one.
  @inline(__always)
  func offer(_ candidate: Candidate, to id: Int32) {
    let group = Int(id)
    let end = Int(starts[group &+ 1])
    var slot = Int(starts[group])
    var length = end &- slot
    // A search without a branch that depends on data: the number of steps is that of the group's size.
    while length > 0 {
      let half = length >> 1
      let isEarlier = times[slot &+ half] < candidate.time
      slot = isEarlier ? slot &+ half &+ 1 : slot
      length = isEarlier ? length &- half &- 1 : half
    }
    if slot < end && candidate.beats(best[slot]) { best[slot] = candidate }
  }
}

extension AsOfWinners {
  /// Offers each row with an id to its slot.
  mutating func place(_ ids: [Int32], _ times: HistoryTimes) {
    slots.starts.withUnsafeBufferPointer { (starts: UnsafeBufferPointer<Int32>) in
      slots.times.withUnsafeBufferPointer { (slotTimes: UnsafeBufferPointer<Int64>) in
        best.withUnsafeMutableBufferPointer { (best: inout UnsafeMutableBufferPointer<Candidate>) in
          let slots = SlotAccess(starts: starts, times: slotTimes, best: best)
          if times.created == nil {
            Self.placeWithoutCreated(ids, times, slots)
          } else {
            for row in ids.indices where slots.contains(ids[row]) { slots.offer(times.candidate(row), to: ids[row]) }
          }
        }
      }
    }
  }

  private static func placeWithoutCreated(_ ids: [Int32], _ times: HistoryTimes, _ slots: SlotAccess) {
    let firstRow = times.firstRow
    times.times.withUnsafeBufferPointer { (times: UnsafeBufferPointer<Int64>) in
      ids.withUnsafeBufferPointer { (ids: UnsafeBufferPointer<Int32>) in
        for row in ids.indices where slots.contains(ids[row]) {
          slots.offer(Candidate(time: times[row], row: firstRow &+ row), to: ids[row])
        }
      }
    }
  }
}
