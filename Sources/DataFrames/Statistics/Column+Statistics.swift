/// Statistics of columns whose type is known only at run time.
///
/// Nulls are passed over, and so is NaN, as in pandas. A column without any other value has none of these: the answer is
/// nil. True counts as 1, so that the mean of a bool column is the share of true.
///
/// Mean and standard deviation are computed exactly and rounded once: the answer is the double nearest to the true one,
/// for numbers of any size, integers beyond 2^53 and decimals included. An infinite number makes the standard deviation
/// NaN. A quantile that is one of the numbers is the double nearest to it; one between two numbers is off by at most two
/// units in the last place of the larger one.
extension Column {
  /// Returns the arithmetic mean of the numbers.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` if the column holds no numbers.
  /// - Complexity: O(rows).
  public func mean() throws(DataFrameError) -> Double? { try numbers("mean").mean }

  /// Returns the sample standard deviation (divisor n − 1); nil for fewer than two numbers.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` if the column holds no numbers.
  /// - Complexity: O(rows).
  public func std() throws(DataFrameError) -> Double? { try numbers("standard deviation").standardDeviation }

  /// Returns the number below which a fraction of the numbers lies, interpolated linearly as pandas does.
  ///
  /// - Parameter fraction: From 0 (the minimum) to 1 (the maximum); 0.5 is the median.
  /// - Throws: A ``DataFrameError`` if the column holds no numbers or the fraction is outside 0...1.
  /// - Complexity: O(rows).
  public func quantile(_ fraction: Double) throws(DataFrameError) -> Double? {
    guard (0...1).contains(fraction) else {
      throw DataFrameError(.outOfRange, "A quantile needs a fraction from 0 to 1, not \(fraction).")
    }
    return try numbers("quantile").quantiles([fraction])?.first
  }

  private func numbers(_ what: String) throws(DataFrameError) -> Numbers {
    guard let numbers = Numbers(self) else {
      throw DataFrameError(.typeMismatch, "A \(type) column has no \(what). It needs numbers.")
    }
    return numbers
  }
}
