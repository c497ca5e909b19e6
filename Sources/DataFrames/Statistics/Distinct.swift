extension Column {
  /// Returns each distinct value once, in the order of first appearance; a null counts as one value, and so does NaN.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` for a list column.
  /// - Complexity: O(rows).
  public func unique() throws(DataFrameError) -> Column { taking(try groups().firstRows) }

  /// Returns the number of distinct values; nulls are passed over, NaN counts as one value.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` for a list column.
  /// - Complexity: O(rows).
  public func uniqueCount() throws(DataFrameError) -> Int { try groups().count - (nullCount > 0 ? 1 : 0) }

  func groups() throws(DataFrameError) -> RowGroups {
    guard let groups = RowGroups(self) else {
      throw DataFrameError(.typeMismatch, "The values of a \(type) column cannot be compared for being distinct.")
    }
    return groups
  }
}

extension DataFrame {
  /// Returns how often each value of a column occurs: a column of the same name and type, and one of counts.
  ///
  /// The most frequent value comes first; values of one count stand in the order of first appearance. NaN counts as a
  /// value; nulls are left out unless asked for.
  ///
  /// - Parameter countName: The name of the count column, for frames that have a column `count` themselves.
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound``, or
  ///   ``DataFrameError/Code/typeMismatch`` for a list column.
  /// - Complexity: O(rows).
  public func valueCounts(
    _ name: String, includingNulls: Bool = false, countName: String = "count"
  ) throws(DataFrameError) -> DataFrame {
    let column = try column(name)
    let groups = try naming(name) { () throws(DataFrameError) -> RowGroups in try column.groups() }
    let counts = groups.sizes
    let shown = counts.indices.filter { includingNulls || !column.isNull(groups.firstRows[$0]) }
    let order = radixSorted(shown) { UInt64.max - UInt64(counts[$0]) }
    return try DataFrame(columns: [
      (name, column.taking(order.map { groups.firstRows[$0] })), (countName, .int64(order.map { Int64(counts[$0]) })),
    ])
  }

  /// Returns the first row of each combination of values in the named columns, or in all columns when none are named.
  ///
  /// A null equals a null, and NaN equals NaN. The rows keep their order.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound``, or
  ///   ``DataFrameError/Code/typeMismatch`` for a list column.
  /// - Complexity: O(rows × columns).
  public func unique(by names: [String]? = nil) throws(DataFrameError) -> DataFrame {
    var groups: RowGroups?
    for name in names ?? columnNames {
      let column = try column(name)
      let next = try naming(name) { () throws(DataFrameError) -> RowGroups in try column.groups() }
      groups = groups?.refined(by: next) ?? next
    }
    return groups.map { taking($0.firstRows) } ?? self
  }
}

/// Puts the name of a column before the message of an error.
func naming<Result>(
  _ column: String, _ body: () throws(DataFrameError) -> Result
) throws(DataFrameError) -> Result {
  do {
    return try body()
  } catch {
    throw DataFrameError(error.code, "Column '\(column)': \(error.message)")
  }
}
