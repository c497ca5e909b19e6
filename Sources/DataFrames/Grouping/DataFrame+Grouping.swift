/// A frame whose rows are sorted into groups of equal keys; see ``DataFrame/grouped(by:)``.
public struct GroupedFrame: Sendable {
  let frame: DataFrame
  let keys: [String]
  let groups: RowGroups

  /// How many groups there are.
  public var count: Int { groups.count }

  /// Returns a row for each group: its keys, then the aggregations in order.
  ///
  /// The groups stand in the order in which their keys first appear.
  ///
  /// - Throws: A ``DataFrameError`` for a column that is missing, a type that an aggregation does not take, a name that
  ///   comes twice, or a sum outside the range of its type.
  /// - Complexity: O(rows) for each aggregation; O(rows × log(rows)) for the extremes of strings.
  public func aggregated(_ aggregations: [Aggregation]) throws(DataFrameError) -> DataFrame {
    var columns: [(name: String, column: Column)] = []
    for key in keys { columns.append((key, try frame.column(key).taking(groups.firstRows))) }
    for aggregation in aggregations {
      let column = try naming(aggregation.outputName) { () throws(DataFrameError) -> Column in
        try aggregation.column(self)
      }
      columns.append((aggregation.outputName, column))
    }
    return try DataFrame(columns: columns)
  }
}

extension DataFrame {
  /// Sorts the rows into groups that agree in the named columns.
  ///
  /// ```swift
  /// let spend = try purchases.grouped(by: ["customer_id"]).aggregated([.sum("amount"), .count(as: "orders")])
  /// ```
  ///
  /// A null equals a null and so forms a group; NaN equals NaN. Without names all rows form one group.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound``, or
  ///   ``DataFrameError/Code/typeMismatch`` for a list column.
  /// - Complexity: O(rows × keys).
  public func grouped(by keys: [String]) throws(DataFrameError) -> GroupedFrame {
    var groups: RowGroups?
    for key in keys {
      let column = try column(key)
      let next = try naming(key) { () throws(DataFrameError) -> RowGroups in try column.groups() }
      groups = groups?.refined(by: next) ?? next
    }
    return GroupedFrame(frame: self, keys: keys, groups: groups ?? RowGroups(oneOf: rowCount))
  }
}
