/// A row and the bits it is ordered by.
private struct KeyedRow {
  let key: UInt64
  let row: Int

  /// A byte of the key, counted from the lowest.
  @inline(__always)
  func digit(_ place: Int) -> Int { Int(truncatingIfNeeded: key >> UInt64(place * 8) & 0xFF) }
}

/// Returns row numbers ordered by a key; those of one key keep their order.
///
/// A radix sort from the lowest byte to the highest. Bytes in which all keys agree, most of them in usual data, cost
/// nothing beyond the count.
///
/// - Complexity: O(rows) for each byte in which two keys differ; O(rows) memory.
func radixSorted(_ rows: [Int], key: (Int) -> UInt64) -> [Int] {
  guard rows.count > 1 else { return rows }
  var items = rows.map { (row: Int) -> KeyedRow in KeyedRow(key: key(row), row: row) }
  let counts = digitCounts(items)
  var scratch = [KeyedRow](repeating: KeyedRow(key: 0, row: 0), count: items.count)
  for place in 0..<8 where counts[place * 256 + items[0].digit(place)] < items.count {
    scatter(items, into: &scratch, place, counts)
    swap(&items, &scratch)
  }
  return items.map(\.row)
}

/// How often each value of each of the eight bytes occurs.
private func digitCounts(_ items: [KeyedRow]) -> [Int] {
  var counts = [Int](repeating: 0, count: 8 * 256)
  for item in items {
    for place in 0..<8 { counts[place * 256 + item.digit(place)] &+= 1 }
  }
  return counts
}

/// Moves every item behind those with a smaller byte at `place`.
private func scatter(_ items: [KeyedRow], into target: inout [KeyedRow], _ place: Int, _ counts: [Int]) {
  var starts = [Int](repeating: 0, count: 256)
  for value in 1..<256 { starts[value] = starts[value - 1] + counts[place * 256 + value - 1] }
  for item in items {
    let value = item.digit(place)
    target[starts[value]] = item
    starts[value] &+= 1
  }
}
