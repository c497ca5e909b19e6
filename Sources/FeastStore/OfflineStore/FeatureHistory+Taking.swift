internal import DataFrames

extension FeatureHistory {
  /// Returns rows of the history, by number and in the order given; a negative number gives nulls.
  ///
  /// Only the row groups that hold one of the rows are read, one at a time and only the wanted columns.
  ///
  /// - Complexity: O(rows × log(row groups)) and the decoding of the row groups touched.
  func taking(_ rows: [Int], _ columns: [String]) throws -> [Column] {
    let byGroup = positionsByGroup(rows)
    var pieces = columns.map { _ in [Column]() }
    var place = [Int](repeating: -1, count: rows.count)
    var gathered = 0
    for (group, positions) in byGroup.enumerated() where !positions.isEmpty {
      let first = firstRow(group)
      let local = positions.map { rows[$0] - first }
      for (index, column) in try self.columns(columns, group).enumerated() {
        pieces[index].append(column.taking(local))
      }
      for position in positions {
        place[position] = gathered
        gathered += 1
      }
    }
    return try columns.enumerated().map { (index: Int, name: String) -> Column in
      guard gathered > 0 else { return .nulls(try type(name), count: rows.count) }
      let joined = try SourceError.wrapping(view) { try Column.concatenating(pieces[index]) }
      return joined.taking(place)
    }
  }

  /// For each row group, where in `rows` its rows stand.
  private func positionsByGroup(_ rows: [Int]) -> [[Int]] {
    var positions = [[Int]](repeating: [], count: rowGroupCount)
    for (position, row) in rows.enumerated() where row >= 0 { positions[group(of: row)].append(position) }
    return positions
  }

  /// The row group that holds a row: the last one that does not start after it and is not empty.
  private func group(of row: Int) -> Int {
    var low = 0
    var high = rowGroupCount - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if firstRow(middle) <= row { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
