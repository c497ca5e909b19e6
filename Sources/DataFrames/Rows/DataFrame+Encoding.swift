extension DataFrame {
  /// Makes a frame with a row for each value and a column for each property, in the order of the properties.
  ///
  /// ```swift
  /// struct Customer: Encodable { let customer_id: Int; let age: Double?; let signup: Date }
  /// let frame = try DataFrame(rows: [Customer(customer_id: 1, age: 34.5, signup: .now)])
  /// ```
  ///
  /// `Int` and `Int64` make int64 columns, smaller integers int32; `Float`, `Double`, `Bool`, `String`, ``CivilDate`` and
  /// ``DecimalValue`` make columns of their kind, `Data` and `[UInt8]` binary ones, arrays list columns. `Date` makes UTC
  /// microseconds, rounded to the nearest; ``Timestamp`` as well, or nanoseconds when one value needs them. A nil is a
  /// null. A property that is nil in every row has the type it is declared with; when that is a type of your own, a column
  /// of strings. No rows make a frame without columns: there is nothing to learn them from.
  ///
  /// - Throws: A ``DataFrameError`` that names the column and the row if a property has values of two types, a value is
  ///   outside the range of its column, or a property has properties of its own.
  /// - Complexity: O(rows × properties).
  public init<Row: Encodable>(rows: [Row]) throws {
    let builder = RowBuilder()
    for (index, row) in rows.enumerated() {
      builder.row = index
      try row.encode(to: RowEncoder(builder: builder))
      if let failure = builder.failure { throw failure }
    }
    try self.init(columns: try builder.finish(rowCount: rows.count))
  }
}
