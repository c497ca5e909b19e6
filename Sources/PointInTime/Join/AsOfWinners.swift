/// The best history row so far for each slot of an ``AsOfJoin``.
///
/// A slot keeps the best row that is not later than it and later than the slot before it. Each thread fills winners of
/// its own; they are merged at the end, in any order.
///
/// Memory: 16 bytes for each entity row with a key and a time of its own, 24 if the history has created times.
package struct AsOfWinners: Sendable {
  let slots: EntitySlots
  var best: BestRows
  /// For each key whether a row later than its last slot was seen: 1 if so. Empty unless misses are to be explained.
  var sighted: [UInt8]

  init(_ slots: EntitySlots, explainingMisses: Bool) {
    self.slots = slots
    best = BestRows(count: slots.times.count)
    sighted = explainingMisses ? [UInt8](repeating: 0, count: slots.starts.count - 1) : []
  }

  /// Takes in the rows of a chunk; chunks may come in any order, each once.
  ///
  /// Rows without a time, or with an id that no entity row of a time has, match nothing.
  ///
  /// - Complexity: O(rows × log(entity rows of one key)).
  package mutating func consume(_ chunk: HistoryChunk) {
    var ids = chunk.ids
    ids.clear(where: chunk.times.validity)
    if chunk.times.created != nil { best.reserveCreated() }
    withAccess { (access: SlotAccess) in
      PlacementLanes.withLanes { (lanes: PlacementLanes) in
        ids.withUnsafeBufferPointer { (ids: UnsafeBufferPointer<Int32>) in
          Self.place(ids, chunk.times, access, lanes)
        }
      }
    }
  }

  /// Offers each row with an id to the first slot of its key that is not earlier than it, or than when it became known:
  /// the newest row known then is carried on from there like any other.
  private static func place(
    _ ids: UnsafeBufferPointer<Int32>, _ times: HistoryTimes, _ access: SlotAccess, _ lanes: PlacementLanes
  ) {
    var lanes = lanes
    (times.available ?? times.times).withUnsafeBufferPointer { (counts: UnsafeBufferPointer<Int64>) in
      for start in stride(from: 0, to: ids.count, by: PlacementLanes.capacity) {
        lanes.load(start..<min(start + PlacementLanes.capacity, ids.count), ids, counts, access)
        lanes.search(access)
        if !access.sighted.isEmpty { lanes.sightLate(ids, access) }
        lanes.dropLosers(access)
        for lane in 0..<lanes.count {
          // Two lanes may have come to one slot, so the times are compared again.
          access.offer(times.candidate(lanes.rows[lane]), to: lanes.slots[lane])
        }
      }
    }
  }

  /// Takes in what other winners of the same join have seen.
  ///
  /// - Complexity: O(entity rows).
  package mutating func merge(_ other: AsOfWinners) {
    best.merge(other.best)
    for key in sighted.indices where other.sighted[key] != 0 { sighted[key] = 1 }
  }
}
