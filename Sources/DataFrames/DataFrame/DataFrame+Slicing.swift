extension DataFrame {
  /// Returns the first rows; fewer when there are fewer.
  public func head(_ count: Int = 5) -> DataFrame { sliced(0..<min(max(count, 0), rowCount)) }

  /// Returns the last rows, in their order; fewer when there are fewer.
  public func tail(_ count: Int = 5) -> DataFrame { sliced(rowCount - min(max(count, 0), rowCount)..<rowCount) }

  /// Returns the rows of a range: `frame.slice(10..<20)`.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/badRow`` if the range reaches outside the frame.
  /// - Complexity: O(rows of the range), as copies of whole blocks of memory.
  public func slice(_ rows: Range<Int>) throws(DataFrameError) -> DataFrame {
    guard rows.lowerBound >= 0, rows.upperBound <= rowCount else {
      throw DataFrameError(.badRow, "Rows \(rows) are not all there: the frame has \(rowCount) rows.")
    }
    return sliced(rows)
  }

  private func sliced(_ rows: Range<Int>) -> DataFrame {
    DataFrame(names: columnNames, columns: columns.map { $0.slice(rows) }, rowCount: rows.count)
  }
}
