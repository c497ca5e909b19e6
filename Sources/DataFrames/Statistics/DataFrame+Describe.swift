extension DataFrame {
  /// Summarizes every column in one row: a frame with the columns `column`, `type`, `count` and `nulls`, followed by
  ///
  /// - `mean`, `std` (sample), `min`, `25%`, `50%`, `75%`, `max` (float64) if there are numeric columns; quantiles are
  ///   interpolated linearly, as in pandas,
  /// - `unique`, `top` (the most frequent value, the first to appear among equals) and `freq` if there are text or bool
  ///   columns,
  /// - `first` and `last` (ISO 8601) if there are dates or timestamps.
  ///
  /// What does not apply to a column is null, and so is what its values do not suffice for. `count` leaves out nulls and
  /// NaN, and the numbers do as well; `nulls` counts nulls alone. Numbers are rounded to `Double`.
  ///
  /// ```swift
  /// print(frame.describe())
  /// ```
  ///
  /// - Complexity: O(rows) for each column.
  public func describe() -> DataFrame {
    let summaries = columns.map(ColumnSummary.init)
    var result: [(name: String, column: Column)] = [
      ("column", .string(columnNames)), ("type", .string(columns.map(\.type.description))),
      ("count", .int64(summaries.map { Int64($0.count) })), ("nulls", .int64(columns.map { Int64($0.nullCount) })),
    ]
    if columns.contains(where: { $0.type.isNumeric }) {
      for (index, name) in ColumnSummary.numberNames.enumerated() {
        result.append((name, .float64(summaries.map { $0.numbers[index] })))
      }
    }
    if columns.contains(where: { $0.type == .string || $0.type == .bool }) {
      result.append(("unique", .int64(summaries.map(\.unique))))
      result.append(("top", .string(summaries.map(\.top))))
      result.append(("freq", .int64(summaries.map(\.frequency))))
    }
    if columns.contains(where: { $0.type == .date || $0.type.isTimestamp }) {
      result.append(("first", .string(summaries.map(\.first))))
      result.append(("last", .string(summaries.map(\.last))))
    }
    return DataFrame(names: result.map(\.name), columns: result.map(\.column), rowCount: columns.count)
  }
}
