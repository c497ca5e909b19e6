extension DataFrame {
  /// Returns the rows sorted by one column, then among equal values by the next, and so on.
  ///
  /// ```swift
  /// let ranked = try frame.sorted(by: ["city", .descending("age")])
  /// ```
  ///
  /// Rows that are equal in every key keep their order. Nulls stand last, or first if the key says so, and NaN stands
  /// behind all other numbers, both in either order. Text is ordered by Unicode scalars (the order of its UTF-8 bytes),
  /// not by the rules of a language; false comes before true; −0.0 equals 0.0.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound``, or
  ///   ``DataFrameError/Code/typeMismatch`` for a list column, which has no order.
  /// - Complexity: O(rows) for each number or time column, O(rows × log(rows)) for text; O(rows) extra memory.
  public func sorted(by keys: [SortKey]) throws(DataFrameError) -> DataFrame {
    taking(try rowOrder(by: keys))
  }

  /// Returns the row numbers in the order in which ``sorted(by:)`` puts the rows.
  ///
  /// - Throws: As ``sorted(by:)``.
  public func rowOrder(by keys: [SortKey]) throws(DataFrameError) -> [Int] {
    var rows = Array(0..<rowCount)
    // A stable sort by the last key first, then by those before it, leaves the rows ordered by all of them.
    for key in keys.reversed() {
      let column = try column(key.column)
      if case .list = column.type {
        throw DataFrameError(.typeMismatch, "Column '\(key.column)' holds \(column.type), which has no order.")
      }
      rows = column.stablySorted(rows, key)
    }
    return rows
  }
}
