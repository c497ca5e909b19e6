internal import SampleKit

/// Places numbers along a line and says where to put its ticks.
package struct Axis: Sendable {
  package let domain: ClosedRange<Double>
  private let start: Double
  private let end: Double

  /// - Parameters:
  ///   - start: Where the lower end of the domain is drawn.
  ///   - end: Where the upper end is drawn; may be less than `start`.
  package init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    self.domain = domain
    (self.start, self.end) = (start, end)
  }

  /// Where a value is drawn; all values of a domain without length are drawn at its start.
  package func position(_ value: Double) -> Double {
    let span = domain.upperBound - domain.lowerBound
    return span > 0 ? start + (value - domain.lowerBound) / span * (end - start) : start
  }

  /// At most `count + 1` ticks with their texts, at multiples of a nice step inside the domain.
  package func ticks(_ count: Int, isWhole: Bool = false) -> [(value: Double, text: String)] {
    let (lower, upper) = (domain.lowerBound, domain.upperBound)
    guard upper > lower, (upper - lower).isFinite, max(upper.magnitude, lower.magnitude) / (upper - lower) < 1e9 else {
      return [(lower, Self.text(lower, decimals: 6))]
    }
    let step = NiceStep(span: upper - lower, count: count, isWhole: isWhole)
    let first = step.index(below: lower) + (step.multiple(step.index(below: lower)) < lower ? 1 : 0)
    return (first...max(first, step.index(below: upper))).map { (index: Int) in
      let value = step.multiple(index)
      return (value, Self.text(value, decimals: step.decimals))
    }
  }

  /// A tick's text: `0.25`, `1,500`, `20k`, `3M`.
  private static func text(_ value: Double, decimals: Int) -> String {
    for (size, letter) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value.magnitude >= max(size, 1e4) {
      return value.magnitude < 1e15 ? NumberText.significant(value / size) + letter : "\(value)"
    }
    return decimals < 6 ? NumberText.fixed(value, decimals: decimals) : NumberText.significant(value)
  }
}
