internal import Foundation

/// A distance of 1, 2 or 5 times a power of ten, for ticks and bins.
package struct NiceStep: Hashable, Sendable {
  private let mantissa: Double
  private let exponent: Int

  /// The smallest such distance that divides a span into at most `count` parts.
  ///
  /// - Parameter isWhole: At least 1, for values that are whole numbers.
  package init(span: Double, count: Int, isWhole: Bool = false) {
    let raw = span / Double(max(count, 1))
    guard raw.isFinite, raw > 0, raw > 1e-300 else {
      (mantissa, exponent) = (1, 0)
      return
    }
    // Found by comparing multiples, so that the logarithm's rounding does not matter.
    var power = Int(log10(raw).rounded(.down)) - 1
    var fitting: Double?
    while fitting == nil {
      power += 1
      fitting = [1, 2, 5].first { Self.scaled($0, power) >= raw }
    }
    var chosen = fitting ?? 1
    if isWhole, power < 0 { (chosen, power) = (1, 0) }
    (mantissa, exponent) = (chosen, power)
  }

  /// A multiple of the step, rounded once: three times 0.1 is 0.3.
  package func multiple(_ count: Int) -> Double { Self.scaled(Double(count) * mantissa, exponent) }

  package var size: Double { multiple(1) }

  /// How many digits after the point the multiples need.
  package var decimals: Int { max(0, -exponent) }

  /// The number of the multiple at a value or below it.
  package func index(below value: Double) -> Int {
    var index = Int((value / size).rounded(.down))
    while multiple(index) > value { index -= 1 }
    while multiple(index + 1) <= value { index += 1 }
    return index
  }

  private static func scaled(_ value: Double, _ exponent: Int) -> Double {
    exponent >= 0 ? value * pow(10, Double(exponent)) : value / pow(10, Double(-exponent))
  }
}
