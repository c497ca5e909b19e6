extension Numbers {
  /// Returns quantiles with linear interpolation between the two nearest numbers, as pandas and numpy do.
  ///
  /// The quantile `q` of n sorted numbers stands at position `q × (n − 1)`.
  ///
  /// - Parameter fractions: Each from 0 to 1.
  /// - Returns: One number for each fraction, or nil when there are no numbers.
  /// - Complexity: O(numbers).
  func quantiles(_ fractions: [Double]) -> [Double]? {
    let values = values
    guard !values.isEmpty else { return nil }
    let sorted = radixSorted(Array(values.indices)) { values[$0].orderedBits }
    return fractions.map { (fraction: Double) -> Double in
      let position = fraction * Double(values.count - 1)
      let below = Int(position)
      let low = values[sorted[below]]
      guard below + 1 < values.count else { return low }
      return interpolated(low, values[sorted[below + 1]], position - Double(below))
    }
  }
}

/// From the nearer end, so that both ends come out exactly; two equal ends, infinite ones too, are no difference.
private func interpolated(_ low: Double, _ high: Double, _ share: Double) -> Double {
  if low == high || share == 0 { return low }
  let step = high - low
  // Two finite numbers so far apart that their difference is beyond a double.
  if step.isInfinite, low.isFinite, high.isFinite { return low * (1 - share) + high * share }
  return share < 0.5 ? low + step * share : high - step * (1 - share)
}
