public import DataFrames

/// Which rows a join of two frames keeps.
public enum JoinKind: String, Sendable, CaseIterable {
  /// Pairs of rows with equal keys.
  case inner
  /// The same, and each row of the left frame without a partner once, with nulls.
  case left
  /// The rows of the left frame that have a partner, each once; no column is added.
  case semi
  /// The rows of the left frame without a partner; no column is added.
  case anti
}

extension DataFrame {
  /// Joins the rows of two frames whose keys are equal.
  ///
  /// ```swift
  /// let named = try orders.joined(customers, on: ["customer_id"], kind: .left)
  /// ```
  ///
  /// Rows keep the order of this frame; the partners of one row keep the order of `other`. Whole numbers of any type
  /// equal each other, instants of any unit do, strings are equal when their bytes are. A null equals nothing, and so
  /// does NaN. The columns of `other` follow those of this frame, without its keys.
  ///
  /// - Parameter keys: The columns that must be equal, with the same names in both frames; at least one.
  /// - Throws: A ``DataFrameError`` for a column that is missing or that both frames have, or for no keys; a
  ///   ``PointInTimeError`` for keys that cannot be compared, or for more rows than 32 bits count.
  /// - Complexity: O(rows of both frames and of the result).
  public func joined(_ other: DataFrame, on keys: [String], kind: JoinKind = .inner) throws -> DataFrame {
    guard !keys.isEmpty else { throw DataFrameError(.shape, "A join needs at least one key column.") }
    let partners = try Partners(left: self, right: other, keys: keys)
    switch kind {
    case .semi: return taking((0..<rowCount).filter { !partners.ofRow($0).isEmpty })
    case .anti: return taking((0..<rowCount).filter { partners.ofRow($0).isEmpty })
    case .inner, .left: break
    }
    let pairs = try partners.pairs(keepingUnmatched: kind == .left)
    let added = other.columnNames.filter { !keys.contains($0) }
    return try taking(pairs.left).appending(
      try added.map { (name: $0, column: try other.column($0).taking(pairs.right)) })
  }
}

/// For each row of a left frame, the rows of a right frame with the same key.
private struct Partners {
  private let ids: [Int32]
  /// Row numbers of the right frame, sorted by key id; those of key `i` start at `starts[i]`.
  private let rows: [Int]
  private let starts: [Int]

  init(left: DataFrame, right: DataFrame, keys: [String]) throws {
    let index = try KeyIndex(columns: try keys.map(left.column), rowCount: left.rowCount, names: keys)
    let found = try index.ids(of: try keys.map(right.column), rowCount: right.rowCount)
    ids = index.rowIDs
    var starts = [Int](repeating: 0, count: index.count + 1)
    for id in found where id >= 0 { starts[Int(id) + 1] += 1 }
    for id in starts.indices.dropFirst() { starts[id] += starts[id - 1] }
    var next = starts
    var rows = [Int](repeating: 0, count: starts.last ?? 0)
    for (row, id) in found.enumerated() where id >= 0 {
      rows[next[Int(id)]] = row
      next[Int(id)] += 1
    }
    self.rows = rows
    self.starts = starts
  }

  func ofRow(_ row: Int) -> ArraySlice<Int> {
    let id = Int(ids[row])
    return id < 0 ? [] : rows[starts[id]..<starts[id + 1]]
  }

  /// The row numbers of both sides of each pair; −1 on the right for a row without a partner.
  func pairs(keepingUnmatched: Bool) throws(PointInTimeError) -> (left: [Int], right: [Int]) {
    let count = ids.indices.reduce(0) { (sum: Int, row: Int) -> Int in
      sum + max(ofRow(row).count, keepingUnmatched ? 1 : 0)
    }
    guard count <= Int(Int32.max) else {
      throw PointInTimeError(
        .tooManyRows, "The join would have \(count) rows, more than \(Int32.max). Join on keys that repeat less.")
    }
    var pairs: (left: [Int], right: [Int]) = ([], [])
    pairs.left.reserveCapacity(count)
    pairs.right.reserveCapacity(count)
    for row in ids.indices {
      let partners = ofRow(row)
      if partners.isEmpty && !keepingUnmatched { continue }
      pairs.left += repeatElement(row, count: max(partners.count, 1))
      pairs.right += partners.isEmpty ? [-1] : partners
    }
    return pairs
  }
}
