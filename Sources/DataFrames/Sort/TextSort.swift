/// Returns row numbers ordered by the bytes of their texts; those of equal texts keep their order.
///
/// The first eight bytes are sorted as one number; only runs that agree in them are compared as texts.
///
/// - Complexity: O(rows × log(rows)) at worst, O(rows) when the first eight bytes decide.
func textSorted(_ rows: [Int], _ text: TextBuffer, descending: Bool) -> [Int] {
  let flip: UInt64 = descending ? .max : 0
  var sorted = radixSorted(rows) { (row: Int) -> UInt64 in text.prefix(row) ^ flip }
  var start = 0
  while start < sorted.count {
    let prefix = text.prefix(sorted[start])
    var end = start + 1
    while end < sorted.count, text.prefix(sorted[end]) == prefix { end += 1 }
    if end - start > 1 { sortRun(&sorted, start..<end, text, descending) }
    start = end
  }
  return sorted
}

/// Sorts rows whose texts begin alike. A run of equal texts, as in a column of names, is left as it is.
private func sortRun(_ rows: inout [Int], _ run: Range<Int>, _ text: TextBuffer, _ descending: Bool) {
  let first = rows[run.lowerBound]
  guard rows[run].contains(where: { text.order($0, first) != 0 }) else { return }
  let placed = rows[run].enumerated().sorted { (left, right) -> Bool in
    let order = descending ? text.order(right.element, left.element) : text.order(left.element, right.element)
    return order == 0 ? left.offset < right.offset : order < 0
  }
  for (index, item) in zip(run, placed) { rows[index] = item.element }
}

extension TextBuffer {
  /// The place of each text among the distinct texts of the buffer; equal texts have one rank.
  var ranks: [UInt64] {
    let sorted = textSorted(Array(0..<count), self, descending: false)
    var ranks = [UInt64](repeating: 0, count: count)
    var rank: UInt64 = 0
    for (index, row) in sorted.enumerated() {
      if index > 0, order(sorted[index - 1], row) != 0 { rank += 1 }
      ranks[row] = rank
    }
    return ranks
  }

  /// The first eight bytes as a number with the first byte highest; missing bytes count as zero.
  fileprivate func prefix(_ row: Int) -> UInt64 {
    let range = range(row)
    var bits: UInt64 = 0
    for index in range.prefix(8) { bits = bits << 8 | UInt64(bytes[index]) }
    return range.count >= 8 ? bits : bits << UInt64(8 * (8 - range.count))
  }

  /// Less than, equal to or greater than zero as one text comes before, equals or comes after another.
  fileprivate func order(_ left: Int, _ right: Int) -> Int {
    var (a, b) = (offsets[left], offsets[right])
    let (endA, endB) = (offsets[left + 1], offsets[right + 1])
    while a < endA, b < endB {
      if bytes[a] != bytes[b] { return bytes[a] < bytes[b] ? -1 : 1 }
      a += 1
      b += 1
    }
    return (endA - a) - (endB - b)
  }
}
