/// Memory that sorts of several groups share.
package struct SortScratch {
  fileprivate var times: [Int64] = []
  fileprivate var rows: [Int32] = []

  package init() {}
}

/// Groups up to this size are sorted by insertion, which needs no memory and no counting.
private let insertionLimit = 48

/// Sorts a range of times, and the rows beside them, by time; equal times keep their order.
///
/// - Complexity: O(n²) up to 48 elements; above O(n) for each byte in which two of the times differ, O(n) memory.
package func sortByTime(
  _ times: inout [Int64], _ rows: inout [Int32], _ range: Range<Int>, _ scratch: inout SortScratch
) {
  if range.count <= insertionLimit {
    sortByInsertion(&times, &rows, range)
  } else if !isSorted(times, range) {
    sortByDigits(&times, &rows, range, &scratch)
  }
}

private func isSorted(_ times: [Int64], _ range: Range<Int>) -> Bool {
  for index in range.dropFirst() where times[index] < times[index - 1] { return false }
  return true
}

private func sortByInsertion(_ times: inout [Int64], _ rows: inout [Int32], _ range: Range<Int>) {
  for index in range.dropFirst() {
    let (time, row) = (times[index], rows[index])
    var hole = index
    while hole > range.lowerBound && times[hole - 1] > time {
      times[hole] = times[hole - 1]
      rows[hole] = rows[hole - 1]
      hole -= 1
    }
    times[hole] = time
    rows[hole] = row
  }
}

/// A byte of a time, counted from the lowest; the sign bit is turned so that negative times come first.
@inline(__always)
private func digit(_ time: Int64, _ place: Int) -> Int {
  Int(truncatingIfNeeded: UInt64(bitPattern: time ^ .min) >> UInt64(place * 8) & 0xFF)
}

/// Sorts by one byte after the other from the lowest; bytes in which all times agree cost nothing but the count.
private func sortByDigits(
  _ times: inout [Int64], _ rows: inout [Int32], _ range: Range<Int>, _ scratch: inout SortScratch
) {
  var counts = [Int](repeating: 0, count: 8 * 256)
  for index in range {
    for place in 0..<8 { counts[place * 256 + digit(times[index], place)] += 1 }
  }
  if scratch.times.count < range.count {
    scratch.times = [Int64](repeating: 0, count: range.count)
    scratch.rows = [Int32](repeating: 0, count: range.count)
  }
  for place in 0..<8 where counts[place * 256 + digit(times[range.lowerBound], place)] < range.count {
    var next = 0
    for bin in place * 256..<place * 256 + 256 { (counts[bin], next) = (next, next + counts[bin]) }
    for index in range {
      let bin = place * 256 + digit(times[index], place)
      scratch.times[counts[bin]] = times[index]
      scratch.rows[counts[bin]] = rows[index]
      counts[bin] += 1
    }
    times.replaceSubrange(range, with: scratch.times[0..<range.count])
    rows.replaceSubrange(range, with: scratch.rows[0..<range.count])
  }
}
