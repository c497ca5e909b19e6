/// An exact decimal number: `unscaled` × 10^−`scale`, of at most 38 digits.
public struct DecimalValue: Hashable, Sendable, CustomStringConvertible {
  /// What the unscaled number stays below: 38 digits.
  package static let limit: UInt128 = 100_000_000_000_000_000_000_000_000_000_000_000_000

  public let unscaled: Int128
  public let scale: Int

  public init(unscaled: Int128, scale: Int) {
    self.unscaled = unscaled
    self.scale = scale
  }

  /// Reads `-12.50`: digits with an optional sign and an optional point; nil for anything else, or more than 38 digits.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    let digits = String(parts[0]) + fraction
    guard let unscaled = Int128(digits), digits.utf8.count <= 39, fraction.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    self.init(unscaled: unscaled, scale: fraction.utf8.count)
  }

  /// The unscaled number at another scale; nil when digits would be lost or there would be more than 38.
  package func unscaled(atScale target: Int) -> Int128? {
    var value = unscaled
    for _ in 0..<max(0, target - scale) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = product
    }
    for _ in 0..<max(0, scale - target) {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { return nil }
      value = quotient
    }
    return value
  }

  /// The number in full, with as many digits after the point as the scale says.
  public var description: String {
    guard scale > 0 else { return "\(unscaled)" + String(repeating: "0", count: unscaled == 0 ? 0 : -scale) }
    let digits = "\(unscaled.magnitude)"
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
    return (unscaled < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
