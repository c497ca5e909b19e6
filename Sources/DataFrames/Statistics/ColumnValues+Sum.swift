/// Sums. Nulls and NaN are passed over; nil means that there is nothing else, as in SQL, and never zero.
extension ColumnValues where Element: FixedWidthInteger {
  /// Returns the exact sum of the integers.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/outOfRange`` when the sum is outside `Int64`; values
  ///   in between may leave it. A wrapped or rounded sum would go unnoticed.
  /// - Complexity: O(rows).
  public func sum() throws(DataFrameError) -> Int64? {
    var sum: Int128 = 0
    for case let value? in self { sum += Int128(value) }
    guard column.nullCount < column.count else { return nil }
    guard let result = Int64(exactly: sum) else {
      throw DataFrameError(
        .outOfRange, "The sum is outside the range of int64. Cast the column to float64 for a rounded sum.")
    }
    return result
  }
}

extension ColumnValues where Element: BinaryFloatingPoint {
  /// Returns the sum, added up in double precision with compensation for rounding.
  ///
  /// - Complexity: O(rows).
  public func sum() -> Double? {
    guard let numbers = Numbers(column), !numbers.values.isEmpty else { return nil }
    return CompensatedSum(numbers.values).value
  }
}

extension ColumnValues where Element == DecimalValue {
  /// Returns the exact sum, at the scale of the column.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/outOfRange`` when the sum has more than 38 digits.
  /// - Complexity: O(rows).
  public func sum() throws(DataFrameError) -> DecimalValue? {
    var sum: Int128?
    var scale = 0
    for case let value? in self {
      let (next, overflow) = (sum ?? 0).addingReportingOverflow(value.unscaled)
      guard !overflow else { throw DataFrameError(.outOfRange, "The sum has more than 38 digits.") }
      sum = next
      scale = value.scale
    }
    return sum.map { DecimalValue(unscaled: $0, scale: scale) }
  }
}

extension ColumnValues where Element: FixedWidthInteger {
  /// Returns the arithmetic mean; nil without values.
  public func mean() -> Double? { Numbers(column)?.mean }
  /// Returns the sample standard deviation (divisor n − 1); nil for fewer than two values.
  public func std() -> Double? { Numbers(column)?.standardDeviation }
}

extension ColumnValues where Element: BinaryFloatingPoint {
  /// Returns the arithmetic mean; nil without values.
  public func mean() -> Double? { Numbers(column)?.mean }
  /// Returns the sample standard deviation (divisor n − 1); nil for fewer than two values.
  public func std() -> Double? { Numbers(column)?.standardDeviation }
}
