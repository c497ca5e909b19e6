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
  /// Returns the double nearest to the exact sum, whatever the order of the values.
  ///
  /// - Complexity: O(rows).
  public func sum() -> Double? { Numbers(column)?.sum }
}

extension ColumnValues where Element == DecimalValue {
  /// Returns the exact sum, at the scale of the column.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/outOfRange`` when the sum has more than 38 digits;
  ///   values in between may have more.
  /// - Complexity: O(rows).
  public func sum() throws(DataFrameError) -> DecimalValue? {
    guard case .decimal(_, let scale) = column.type, let moments = Numbers(column)?.moments(withSquares: false),
      moments.count > 0
    else { return nil }
    guard let sum = moments.integer(), sum.magnitude < DecimalValue.limit else {
      throw DataFrameError(.outOfRange, "The sum has more than 38 digits.")
    }
    return DecimalValue(unscaled: sum, scale: scale)
  }
}

extension ColumnValues where Element: FixedWidthInteger {
  /// Returns the arithmetic mean: the double nearest to the exact one; nil without values.
  public func mean() -> Double? { Numbers(column)?.mean }
  /// Returns the sample standard deviation (divisor n − 1), as exact as the mean; nil for fewer than two values.
  public func std() -> Double? { Numbers(column)?.standardDeviation }
}

extension ColumnValues where Element: BinaryFloatingPoint {
  /// Returns the arithmetic mean: the double nearest to the exact one; nil without values.
  public func mean() -> Double? { Numbers(column)?.mean }
  /// Returns the sample standard deviation (divisor n − 1), as exact as the mean; nil for fewer than two values.
  public func std() -> Double? { Numbers(column)?.standardDeviation }
}

extension ColumnValues where Element == DecimalValue {
  /// Returns the arithmetic mean: the double nearest to the exact one; nil without values.
  public func mean() -> Double? { Numbers(column)?.mean }
  /// Returns the sample standard deviation (divisor n − 1), as exact as the mean; nil for fewer than two values.
  public func std() -> Double? { Numbers(column)?.standardDeviation }
}
