/// Numbers as Python's `str()` writes them, which is what Feast stores beside a value.
package enum PythonText {
  /// The shortest text that reads back as the same number: `0.1`, `1.0`, `1e-05`, `1e+16`, `inf`.
  ///
  /// Swift chooses the same digits; only from 2^53 to 10^16, where every number is whole, it writes an exponent and
  /// Python does not.
  package static func text(_ value: Double) -> String {
    let isBetween = value.magnitude >= 9_007_199_254_740_992 && value.magnitude < 1e16
    return isBetween ? "\(Int64(value)).0" : value.description
  }

  package static func text(_ value: Bool) -> String { value ? "True" : "False" }
}
