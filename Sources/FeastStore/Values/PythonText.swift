internal import FeatureStoreCore

/// Numbers as Python's `str()` writes them, which is what Feast stores beside a value.
enum PythonText {
  /// The shortest text that reads back as the same number: `0.1`, `1.0`, `1e-05`, `1e+16`, `inf`.
  ///
  /// Swift chooses the same digits; only from 10^16 to 2^54 it writes them without an exponent, where Python uses one.
  static func text(_ value: Double) -> String {
    let swift = value.description
    guard value.isFinite, value.magnitude >= 1e16, !swift.utf8.contains(UInt8(ascii: "e")) else { return swift }
    return exponential(swift)
  }

  static func text(_ value: Bool) -> String { value ? "True" : "False" }

  /// Turns `-12345678901234568.0` into `-1.2345678901234568e+16`.
  private static func exponential(_ plain: String) -> String {
    let sign = plain.hasPrefix("-") ? "-" : ""
    let whole = plain.dropFirst(sign.count).prefix { $0 != "." }
    var digits = whole
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    let fraction = digits.dropFirst()
    return "\(sign)\(digits.prefix(1))\(fraction.isEmpty ? "" : ".")\(fraction)e+\(whole.count - 1)"
  }
}
