internal import DataFrames

/// A value in another type, as far as its meaning survives; nil when it does not fit, and for null.
extension FeatureValue {
  /// A whole number: of any number type, a bool as 0 or 1, or a text of digits.
  package var exactInteger: Int64? {
    switch self {
    case .int32(let number): Int64(number)
    case .int64(let number): number
    case .float32(let number): Int64(exactly: number)
    case .float64(let number): Int64(exactly: number)
    case .bool(let flag): flag ? 1 : 0
    case .string(let text): Int64(text)
    case .decimal(let number): number.unscaled(atScale: 0).flatMap { Int64(exactly: $0) }
    default: nil
    }
  }

  /// A floating-point number: of any number type, a bool as 0 or 1, or a string in decimal notation.
  package var nearestDouble: Double? {
    switch self {
    case .decimal(let number): Double(number.description)
    case .int32(let number): Double(number)
    case .int64(let number): Double(number)
    case .float32(let number): Double(number)
    case .float64(let number): number
    case .bool(let flag): flag ? 1 : 0
    case .string(let text): CSVNumbers.float64(Array(text.utf8)[...])
    default: nil
    }
  }

  /// A text as Python's `str()` writes it; bytes, times and lists have none.
  package var pythonText: String? {
    switch self {
    case .int32(let number): String(number)
    case .int64(let number): String(number)
    case .float32(let number): PythonText.text(Double(number))
    case .float64(let number): PythonText.text(number)
    case .bool(let flag): PythonText.text(flag)
    case .string(let text): text
    case .decimal(let number): number.description
    default: nil
    }
  }

  /// The value of an entity key in an online request, as a whole number by Feast's rule: floats are cut toward zero.
  package var keyInteger: Int64? {
    switch self {
    case .float32(let number): Int64(exactly: number.rounded(.towardZero))
    case .float64(let number): Int64(exactly: number.rounded(.towardZero))
    case .decimal: nil
    default: exactInteger
    }
  }
}
