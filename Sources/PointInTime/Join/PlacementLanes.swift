// Unsafe pointers: each array has `capacity` elements, borrowed for the time of `withLanes`; `count` and every lane
// number are at most that, because `load` is given no more rows. Rows are places in the chunk they were loaded from.
// A lane is loaded only if its key has a slot, and its search never leaves the slots of that key but for one past the
// last, which `dropLosers` sorts out.

/// A few rows of history that look for their slots together, step by step.
///
/// No step of one row waits for memory that another row has asked for, so their cache misses overlap: this places rows
/// about twice as fast as one after the other.
struct PlacementLanes {
  static let capacity = 64

  /// How many lanes hold a row, from the first on.
  private(set) var count = 0
  /// The places of the rows in their chunk.
  let rows: UnsafeMutableBufferPointer<Int>
  /// Where each search stands, and how many slots it still has to look at.
  let slots: UnsafeMutableBufferPointer<Int>
  private let lengths: UnsafeMutableBufferPointer<Int>
  /// The last slot of each row's key.
  private let lasts: UnsafeMutableBufferPointer<Int>
  private let times: UnsafeMutableBufferPointer<Int64>

  /// Lends out empty lanes.
  static func withLanes(_ body: (PlacementLanes) -> Void) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * capacity) { words in
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: capacity) { times in
        func part(_ number: Int) -> UnsafeMutableBufferPointer<Int> {
          UnsafeMutableBufferPointer(rebasing: words[number * capacity..<(number + 1) * capacity])
        }
        body(PlacementLanes(rows: part(0), slots: part(1), lengths: part(2), lasts: part(3), times: times))
      }
    }
  }

  /// Takes the rows of a range, at most ``capacity``, whose keys have slots.
  @inline(__always)
  mutating func load(
    _ range: Range<Int>, _ ids: UnsafeBufferPointer<Int32>, _ times: UnsafeBufferPointer<Int64>, _ access: SlotAccess
  ) {
    var taken = 0
    for row in range {
      rows[taken] = row
      taken &+= access.contains(ids[row]) ? 1 : 0
    }
    count = 0
    for lane in 0..<taken {
      let row = rows[lane]
      let (start, end) = access.group(ids[row])
      rows[count] = row
      self.times[count] = times[row]
      slots[count] = start
      lengths[count] = end &- start
      lasts[count] = end &- 1
      count &+= start < end ? 1 : 0
    }
  }

  /// Moves each lane to the first slot of its key that is not earlier than its row, or past the last one.
  @inline(__always)
  func search(_ access: SlotAccess) {
    var longest = 0
    for lane in 0..<count { longest = max(longest, lengths[lane]) }
    // Each step halves what is left. A lane that has come to one slot stays there while longer ones go on.
    while longest > 1 {
      for lane in 0..<count {
        let half = lengths[lane] >> 1
        let middle = slots[lane] &+ half
        slots[lane] = access.times[middle] < times[lane] ? middle : slots[lane]
        lengths[lane] &-= half
      }
      longest &-= longest >> 1
    }
    for lane in 0..<count { slots[lane] &+= access.times[slots[lane]] < times[lane] ? 1 : 0 }
  }

  /// Notes the keys of the lanes that are past their last slot.
  func sightLate(_ ids: UnsafeBufferPointer<Int32>, _ access: SlotAccess) {
    for lane in 0..<count where slots[lane] > lasts[lane] { access.sighted[Int(ids[rows[lane]])] = 1 }
  }

  /// Drops the lanes that are past the last slot, or whose slot has a later row already.
  @inline(__always)
  mutating func dropLosers(_ access: SlotAccess) {
    var kept = 0
    for lane in 0..<count {
      let (slot, last) = (slots[lane], lasts[lane])
      let isLater = access.bestTimes[min(slot, last)] > times[lane]
      rows[kept] = rows[lane]
      slots[kept] = slot
      kept &+= slot > last || isLater ? 0 : 1
    }
    count = kept
  }
}
