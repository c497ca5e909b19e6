/// The row of the earliest or the latest event.
struct EndAccumulator: EventAccumulator {
  private let takesLatest: Bool
  private var live = RowQueue()

  init(takesLatest: Bool) { self.takesLatest = takesLatest }

  mutating func reset() { live.reset() }
  mutating func add(_ row: Int) { live.append(row) }
  mutating func remove(_ row: Int) { live.removeFirst() }
  var value: Int? { takesLatest ? live.last : live.first }
}

/// The row of the smallest or the largest value; of equal ones the earliest.
///
/// Keeps the events that can still become the answer, in order of time: each is better than all after it.
struct ExtremumAccumulator<Key: Comparable>: EventAccumulator {
  private let keys: [Key]
  private let takesLargest: Bool
  private var candidates = RowQueue()

  init(_ keys: [Key], takesLargest: Bool) {
    self.keys = keys
    self.takesLargest = takesLargest
  }

  mutating func reset() { candidates.reset() }

  mutating func add(_ row: Int) {
    while let last = candidates.last, takesLargest ? keys[last] < keys[row] : keys[last] > keys[row] {
      candidates.removeLast()
    }
    candidates.append(row)
  }

  mutating func remove(_ row: Int) {
    if candidates.first == row { candidates.removeFirst() }
  }

  var value: Int? { candidates.first }
}

/// Rows that are added at the end and leave at both ends.
private struct RowQueue {
  private var rows: [Int] = []
  private var head = 0

  var first: Int? { head < rows.count ? rows[head] : nil }
  var last: Int? { head < rows.count ? rows[rows.count - 1] : nil }

  mutating func append(_ row: Int) { rows.append(row) }
  mutating func removeFirst() { head += 1 }
  mutating func removeLast() { rows.removeLast() }

  mutating func reset() {
    rows.removeAll(keepingCapacity: true)
    head = 0
  }
}
