/// Returns row numbers ordered by the bytes of their texts; those of equal texts keep their order.
///
/// Eight bytes at a time are sorted as one number; the rows that agree in them go on with the next eight, and short runs
/// are compared text by text.
///
/// - Complexity: O(bytes of the texts) at worst, O(rows) when the first eight bytes decide.
func textSorted(_ rows: [Int], _ text: TextBuffer, descending: Bool) -> [Int] {
  var sort = TextSort(text: text, flip: descending ? .max : 0, rows: rows)
  sort.run()
  return sort.rows
}

/// Runs up to this size are sorted by comparing whole texts.
private let insertionLimit = 24

private struct TextSort {
  let text: TextBuffer
  /// All ones for a falling order.
  let flip: UInt64
  var rows: [Int]
  /// Runs of rows that agree in their first `depth` bytes and are not sorted by the others.
  private var open: [(run: Range<Int>, depth: Int)] = []

  init(text: TextBuffer, flip: UInt64, rows: [Int]) {
    self.text = text
    self.flip = flip
    self.rows = rows
  }

  mutating func run() {
    open = [(rows.indices, 0)]
    while let (run, depth) = open.popLast() {
      if run.count <= insertionLimit { insert(run) } else { sort(run, depth) }
    }
  }

  /// Sorts a run by the eight bytes at `depth`; of texts that agree in them those that end earlier come first.
  private mutating func sort(_ run: Range<Int>, _ depth: Int) {
    let byLength = radixSorted(Array(rows[run])) { (row: Int) -> UInt64 in rest(row, depth) ^ flip }
    let sorted = radixSorted(byLength) { (row: Int) -> UInt64 in text.word(row, depth) ^ flip }
    rows.replaceSubrange(run, with: sorted)
    var start = run.lowerBound
    while start < run.upperBound {
      let (word, rest) = (text.word(rows[start], depth), rest(rows[start], depth))
      var end = start + 1
      while end < run.upperBound, text.word(rows[end], depth) == word, self.rest(rows[end], depth) == rest { end += 1 }
      if rest > 8, end - start > 1 { open.append((start..<end, depth + 8)) }
      start = end
    }
  }

  /// How many bytes there are from `depth` on; 9 for any more than eight.
  private func rest(_ row: Int, _ depth: Int) -> UInt64 { UInt64(min(max(text.range(row).count - depth, 0), 9)) }

  private mutating func insert(_ run: Range<Int>) {
    for index in run.dropFirst() {
      let row = rows[index]
      var hole = index
      while hole > run.lowerBound, precedes(row, rows[hole - 1]) {
        rows[hole] = rows[hole - 1]
        hole -= 1
      }
      rows[hole] = row
    }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    flip == 0 ? text.order(left, right) < 0 : text.order(left, right) > 0
  }
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

  /// The eight bytes at `depth` as a number with the first byte highest; missing bytes count as zero.
  fileprivate func word(_ row: Int, _ depth: Int) -> UInt64 {
    let start = min(offsets[row] + depth, offsets[row + 1])
    let end = min(start + 8, offsets[row + 1])
    var bits: UInt64 = 0
    for index in start..<end { bits = bits << 8 | UInt64(bytes[index]) }
    return end - start == 8 ? bits : bits << UInt64(8 * (8 - (end - start)))
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
