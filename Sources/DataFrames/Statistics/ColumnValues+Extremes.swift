extension ColumnValues where Element: Comparable {
  /// Returns the smallest value; nulls and NaN are passed over, and nil means that there is nothing else.
  ///
  /// Text is compared as Swift strings are.
  ///
  /// - Complexity: O(rows).
  public func min() -> Element? { extreme { (value: Element, best: Element) -> Bool in value < best } }

  /// Returns the largest value; nulls and NaN are passed over, and nil means that there is nothing else.
  ///
  /// - Complexity: O(rows).
  public func max() -> Element? { extreme { (value: Element, best: Element) -> Bool in best < value } }

  private func extreme(_ isBetter: (Element, Element) -> Bool) -> Element? {
    var best: Element?
    for case let value? in self where !isNaN(value) {
      guard let known = best else {
        best = value
        continue
      }
      if isBetter(value, known) { best = value }
    }
    return best
  }
}

/// NaN is the only value that differs from itself.
private func isNaN<Value: Equatable>(_ value: Value) -> Bool { value != value }

extension ColumnValues where Element == DecimalValue {
  /// Returns the smallest value; nulls are passed over, and nil means that there is nothing else.
  public func min() -> DecimalValue? { lazy.compactMap(\.self).min { $0.unscaled < $1.unscaled } }

  /// Returns the largest value; nulls are passed over, and nil means that there is nothing else.
  public func max() -> DecimalValue? { lazy.compactMap(\.self).max { $0.unscaled < $1.unscaled } }
}
