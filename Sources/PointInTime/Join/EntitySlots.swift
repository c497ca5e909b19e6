internal import DataFrames

/// The event times of the entity rows, grouped by key and sorted: one slot for each distinct time of a key.
struct EntitySlots: Sendable {
  /// Group `g` has the slots `starts[g]..<starts[g + 1]`; one more entry than groups.
  let starts: [Int32]
  /// The time of each slot, rising within a group.
  let times: [Int64]
  /// The slot of each entity row, −1 for a row without key or time.
  let slotOfRow: [Int32]

  /// Groups rows by id and sorts the few times of each group.
  ///
  /// - Complexity: O(rows) for small groups; for large ones O(rows × bytes in which their times differ).
  init(ids: [Int32], times: [Int64], validity: Validity?) {
    var ids = ids
    ids.clear(where: validity)
    var starts = Self.starts(ids)
    var (rows, sorted) = Self.grouped(ids, times, starts)
    var scratch = SortScratch()
    for group in 0..<starts.count - 1 {
      sortByTime(&sorted, &rows, Int(starts[group])..<Int(starts[group + 1]), &scratch)
    }
    var slotOfRow = [Int32](repeating: -1, count: ids.count)
    Self.shareEqualTimes(&starts, &sorted, rows, &slotOfRow)
    self.starts = starts
    self.times = sorted
    self.slotOfRow = slotOfRow
  }

  /// Where each group starts when rows are ordered by id, and where the last one ends.
  private static func starts(_ ids: [Int32]) -> [Int32] {
    let groups = Int(ids.max() ?? -1) + 1
    var starts = [Int32](repeating: 0, count: groups + 1)
    for id in ids where id >= 0 { starts[Int(id) + 1] &+= 1 }
    for group in 0..<groups { starts[group + 1] &+= starts[group] }
    return starts
  }

  /// Rows and their times in the order of ids.
  private static func grouped(_ ids: [Int32], _ times: [Int64], _ starts: [Int32]) -> (rows: [Int32], times: [Int64]) {
    var next = starts
    let total = Int(starts.last ?? 0)
    var rows = [Int32](repeating: 0, count: total)
    var sorted = [Int64](repeating: 0, count: total)
    for (row, id) in ids.enumerated() where id >= 0 {
      let position = Int(next[Int(id)])
      next[Int(id)] &+= 1
      rows[position] = Int32(truncatingIfNeeded: row)
      sorted[position] = times[row]
    }
    return (rows, sorted)
  }

  /// Keeps each time of a group once, and notes for each row where its time now stands.
  private static func shareEqualTimes(
    _ starts: inout [Int32], _ times: inout [Int64], _ rows: [Int32], _ slotOfRow: inout [Int32]
  ) {
    var slots = 0
    var position = 0
    for group in 0..<starts.count - 1 {
      let first = slots
      let end = Int(starts[group + 1])
      starts[group] = Int32(truncatingIfNeeded: first)
      while position < end {
        if slots == first || times[slots - 1] != times[position] {
          times[slots] = times[position]
          slots += 1
        }
        slotOfRow[Int(rows[position])] = Int32(truncatingIfNeeded: slots - 1)
        position += 1
      }
    }
    starts[starts.count - 1] = Int32(truncatingIfNeeded: slots)
    times.removeLast(times.count - slots)
  }
}
