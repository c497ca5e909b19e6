package import DataFrames

/// The newest history row of each key, found in one pass over a history whose keys are not known beforehand.
///
/// Of the rows inside the window the latest wins; of equal times the one with the latest created time, where none loses
/// against any; of those the one with the highest row number.
///
/// Memory: about 70 bytes for each distinct key of one integer column; text and further columns add theirs.
package struct LatestPerKey: Sendable {
  private let window: ClosedRange<Int64>
  private var keys: KeyIndexBuilder
  private var best: [Candidate] = []
  /// The numbers of the rows inside the window without a key: a null in any part of it, or a float that is not whole.
  package private(set) var rowsWithoutKey: [Int] = []

  /// Creates an empty result.
  ///
  /// - Parameters:
  ///   - keyTypes: The types of the key columns, empty for a view without entities; see ``KeyIndexBuilder``.
  ///   - names: The names of the key columns, for error messages.
  ///   - window: The times a row may have, both ends included; nil for all.
  package init(keyTypes: [ColumnType], names: [String] = [], window: ClosedRange<Int64>? = nil) {
    self.keys = KeyIndexBuilder(types: keyTypes, names: names)
    self.window = window ?? .min ... .max
  }

  /// Takes in consecutive rows; chunks may come in any order, each once. Rows without a time are passed over.
  ///
  /// - Throws: A ``PointInTimeError`` if a key column cannot be compared with those before it.
  /// - Complexity: O(rows), amortized.
  package mutating func consume(_ columns: [Column], _ times: HistoryTimes) throws(PointInTimeError) {
    if times.validity == nil && times.times.allSatisfy({ window.contains($0) }) {
      add(try keys.insert(columns, rowCount: times.count), times) { (index: Int) -> Int in index }
      return
    }
    let rows = rowsInWindow(times)
    let ids = try keys.insert(columns.map { $0.taking(rows) }, rowCount: rows.count)
    add(ids, times) { (index: Int) -> Int in rows[index] }
  }

  /// Takes in what another result of the same keys and window has seen.
  ///
  /// - Complexity: O(keys of the other).
  package mutating func merge(_ other: LatestPerKey) {
    let ids = keys.absorb(other.keys)
    makeRoom()
    for (id, candidate) in zip(ids, other.best) where candidate.beats(best[Int(id)]) { best[Int(id)] = candidate }
    rowsWithoutKey += other.rowsWithoutKey
  }

  /// The numbers of the winning rows, one for each distinct key, rising.
  ///
  /// - Complexity: O(keys × log(keys)).
  package var rows: [Int] { best.compactMap { $0.row < 0 ? nil : $0.row }.sorted() }

  private func rowsInWindow(_ times: HistoryTimes) -> [Int] {
    times.times.indices.filter { (index: Int) -> Bool in
      window.contains(times.times[index]) && times.validity?[index] ?? true
    }
  }

  /// Offers row `position(i)` of the chunk to the key `ids[i]`.
  private mutating func add(_ ids: [Int32], _ times: HistoryTimes, position: (Int) -> Int) {
    makeRoom()
    for (index, id) in ids.enumerated() {
      let row = position(index)
      if id < 0 {
        rowsWithoutKey.append(times.firstRow + row)
      } else {
        let candidate = times.candidate(row)
        if candidate.beats(best[Int(id)]) { best[Int(id)] = candidate }
      }
    }
  }

  private mutating func makeRoom() {
    if best.count < keys.count { best += repeatElement(.none, count: keys.count - best.count) }
  }
}
