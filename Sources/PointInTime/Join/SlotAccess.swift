// Unsafe pointers: `starts` has one entry more than there are groups, never falls and ends with the number of slots;
// `times` and `best` have an element for each slot. Group numbers are used only when `contains` has said yes, slot
// numbers only when they lie in the range of a group.

/// The slots of a join, read and written without bounds checks while they are borrowed.
struct SlotAccess {
  let starts: UnsafeBufferPointer<Int32>
  let times: UnsafeBufferPointer<Int64>
  let best: UnsafeMutableBufferPointer<Candidate>

  /// Whether an entity row has the key; false for −1.
  @inline(__always)
  func contains(_ id: Int32) -> Bool { UInt(bitPattern: Int(id)) < UInt(bitPattern: starts.count &- 1) }

  /// The slots of a key that ``contains(_:)`` knows; empty when no entity row of it has a time.
  @inline(__always)
  func group(_ id: Int32) -> (start: Int, end: Int) {
    let group = Int(id)
    return (Int(starts[group]), Int(starts[group &+ 1]))
  }
}

extension AsOfWinners {
  /// Lends out the slots and their best rows.
  mutating func withAccess(_ body: (SlotAccess) -> Void) {
    slots.starts.withUnsafeBufferPointer { (starts: UnsafeBufferPointer<Int32>) in
      slots.times.withUnsafeBufferPointer { (times: UnsafeBufferPointer<Int64>) in
        best.withUnsafeMutableBufferPointer { (best: inout UnsafeMutableBufferPointer<Candidate>) in
          body(SlotAccess(starts: starts, times: times, best: best))
        }
      }
    }
  }
}
