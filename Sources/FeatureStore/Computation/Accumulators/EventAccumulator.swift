/// Events that come in order of time and leave in the same order, and one value that follows from those present.
protocol EventAccumulator {
  associatedtype Value

  /// Forgets all events; called before each entity.
  mutating func reset()
  mutating func add(_ row: Int)
  /// Removes the oldest event that is left, whose row this is.
  mutating func remove(_ row: Int)
  /// nil: no value.
  var value: Value? { get }
}

/// How many events there are.
struct CountAccumulator: EventAccumulator {
  private var count: Int64 = 0

  mutating func reset() { count = 0 }
  mutating func add(_ row: Int) { count += 1 }
  mutating func remove(_ row: Int) { count -= 1 }
  var value: Int64? { count }
}

/// How many different values there are, by the id of each event's value.
struct DistinctAccumulator: EventAccumulator {
  private let ids: [Int32]
  private var counts: [Int32]
  private var live: [Int32] = []
  private var distinct: Int64 = 0

  /// - Parameter ids: From 0 up, below `idCount`.
  init(ids: [Int32], idCount: Int) {
    self.ids = ids
    counts = [Int32](repeating: 0, count: idCount)
  }

  /// Clears only the counts that were used, so that all resets together are linear in the events.
  mutating func reset() {
    for id in live { counts[Int(id)] = 0 }
    live.removeAll(keepingCapacity: true)
    distinct = 0
  }

  mutating func add(_ row: Int) {
    let id = ids[row]
    live.append(id)
    counts[Int(id)] += 1
    if counts[Int(id)] == 1 { distinct += 1 }
  }

  mutating func remove(_ row: Int) {
    let id = Int(ids[row])
    counts[id] -= 1
    if counts[id] == 0 { distinct -= 1 }
  }

  var value: Int64? { distinct }
}
