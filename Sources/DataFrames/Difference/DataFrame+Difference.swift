extension DataFrame {
  /// Compares the frame with the one it is expected to be; nil means that they are equal.
  ///
  /// ```swift
  /// if let difference = training.difference(from: expected, tolerance: 1e-9) { Issue.record("\(difference)") }
  /// ```
  ///
  /// A null equals only a null, NaN equals NaN, dictionary-encoded text equals plain text. Without a tolerance the answer
  /// is nil exactly when the frames are `==`.
  ///
  /// - Parameters:
  ///   - tolerance: How far floats, in columns or in lists, may be apart; other types must be equal.
  ///   - limit: The number of differing cells to show; all are counted.
  /// - Complexity: O(rows × columns).
  public func difference(
    from expected: DataFrame, tolerance: Double? = nil, limit: Int = 10
  ) -> FrameDifference? {
    let shared = columnNames.filter(expected.hasColumn)
    var comparison = CellComparison(tolerance: tolerance ?? 0, limit: limit)
    var types: [FrameDifference.TypeChange] = []
    for name in shared {
      guard let mine = columnIfPresent(name), let other = expected.columnIfPresent(name) else { continue }
      if mine.type == other.type {
        comparison.compare(name, mine, other)
      } else {
        types.append(FrameDifference.TypeChange(column: name, type: mine.type, expected: other.type))
      }
    }
    let difference = FrameDifference(
      missingColumns: expected.columnNames.filter { !hasColumn($0) },
      extraColumns: columnNames.filter { !expected.hasColumn($0) }, types: types,
      columnOrder: shared == expected.columnNames.filter(hasColumn) ? nil : shared,
      rowCount: rowCount, expectedRowCount: expected.rowCount, cells: comparison.cells, cellCount: comparison.count)
    return difference.isEmpty ? nil : difference
  }

  private func columnIfPresent(_ name: String) -> Column? { place(of: name).map { columns[$0] } }
}
