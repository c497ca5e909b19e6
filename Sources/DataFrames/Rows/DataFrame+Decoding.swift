extension DataFrame {
  /// Decodes every row into a value whose properties have the names of columns.
  ///
  /// ```swift
  /// struct Customer: Decodable { let customer_id: Int; let age: Double?; let signup: Date }
  /// let customers = try frame.rows(as: Customer.self)
  /// ```
  ///
  /// No value is changed on the way:
  ///
  /// | property | column |
  /// |---|---|
  /// | `Bool`, `String` | bool, string |
  /// | integers of any width | int32, int64; each value must fit |
  /// | `Double` | float64, float32, int32, int64; integers must have an exact counterpart |
  /// | `Float` | float32 |
  /// | ``Timestamp``, `Date` | timestamp (without a zone read as UTC), date (its midnight UTC) |
  /// | ``CivilDate``, ``DecimalValue`` | date, decimal |
  /// | `Data`, `[UInt8]` | binary |
  /// | arrays of the above | list |
  /// | types that decode one of these, such as enums with raw values | as that one |
  ///
  /// `Date` counts seconds in a `Double`: microseconds survive until the year 2137, nanoseconds do not; use ``Timestamp``
  /// for those. A null needs an optional; NaN is a value. An optional property needs its column too, so that a misspelled
  /// name does not become a row of nils. Columns without a property are passed over. Types inside a property with
  /// properties of their own are not supported.
  ///
  /// - Throws: A ``DataFrameError`` that names the column and the row, and both types if they differ; or what the
  ///   initializer of `Row` throws.
  /// - Complexity: O(rows × properties); names are looked up in the first row only.
  public func rows<Row: Decodable>(as type: Row.Type) throws -> [Row] {
    let table = RowTable(names: columnNames, columns: columns)
    let decoder = RowDecoder(table: table)
    var rows: [Row] = []
    rows.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      table.start(row)
      do {
        rows.append(try Row(from: decoder))
      } catch is DecodingError {
        throw DataFrameError(.typeMismatch, "Row \(row) cannot be decoded as \(Row.self).")
      }
    }
    return rows
  }
}
