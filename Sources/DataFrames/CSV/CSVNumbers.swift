/// Reads numbers in decimal notation: digits with an optional sign, point and exponent, and `nan`, `inf`, `infinity`.
///
/// Anything else that Swift takes for a number is none here: `0x10`, `nan(5)`, `snan`. A number too large for its type,
/// such as `1E400`, is none either.
package enum CSVNumbers {
  static func int64(_ text: ArraySlice<UInt8>) -> Int64? {
    let (isNegative, digits) = unsigned(text)
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      // Counted downwards, so that the smallest number can be read as well.
      let (next, overflowed) = tens.subtractingReportingOverflow(Int64(digit))
      if overflow || overflowed { return nil }
      value = next
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// Up to 15 digits with up to 22 of them after the point are the quotient of two exact numbers; the rest is read as text.
  package static func float64(_ text: ArraySlice<UInt8>) -> Double? {
    let (isNegative, digits) = unsigned(text)
    guard !digits.isEmpty, digits.count <= 16 else { return slowFloat64(text) }
    var mantissa: Int64 = 0
    var scale: Int?
    for byte in digits {
      if byte == UInt8(ascii: "."), scale == nil {
        scale = 0
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return slowFloat64(text) }
      mantissa = mantissa * 10 + Int64(digit)
      if let count = scale { scale = count + 1 }
    }
    guard mantissa < 1_000_000_000_000_000, scale != digits.count - 1, scale != 0 else { return slowFloat64(text) }
    let magnitude = Double(mantissa) / powersOfTen[scale ?? 0]
    return isNegative ? -magnitude : magnitude
  }

  /// Whether a number is written as an identifier would be: `007`, `-01`, but not `0` or `0.5`.
  static func isIdentifier(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    return digits.count > 1 && digits.first == UInt8(ascii: "0") && areDigits(digits)
  }

  /// Whether a number is whole, as `9007199254740993` and `9007199254740993.0` are, and a float would round it.
  static func isWide(_ text: ArraySlice<UInt8>) -> Bool {
    let whole = text.prefix { $0 != UInt8(ascii: ".") }
    let fraction = text.dropFirst(whole.count + 1)
    guard whole.count >= 16, fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return false }
    return int64(whole).map { Double(exactly: $0) == nil } ?? false
  }

  /// Whether a text is digits with an optional sign.
  static func isWhole(_ text: ArraySlice<UInt8>) -> Bool { areDigits(unsigned(text).digits) }

  private static func areDigits(_ text: ArraySlice<UInt8>) -> Bool {
    text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func unsigned(_ text: ArraySlice<UInt8>) -> (isNegative: Bool, digits: ArraySlice<UInt8>) {
    switch text.first {
    case UInt8(ascii: "-"): (true, text.dropFirst())
    case UInt8(ascii: "+"): (false, text.dropFirst())
    default: (false, text)
    }
  }

  static func float32(_ text: ArraySlice<UInt8>) -> Float? {
    if let word = word(text) { return Float(word) }
    guard isDecimal(text), let value = Float(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  static func isNaN(_ text: ArraySlice<UInt8>) -> Bool { text.count == 3 && word(text)?.isNaN == true }

  private static func slowFloat64(_ text: ArraySlice<UInt8>) -> Double? {
    if let word = word(text) { return word }
    guard isDecimal(text), let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// The numbers that have names, in any case.
  private static func word(_ text: ArraySlice<UInt8>) -> Double? {
    let (isNegative, letters) = unsigned(text)
    guard letters.count == 3 || letters.count == 8 else { return nil }
    switch String(decoding: letters, as: UTF8.self).lowercased() {
    case "nan": return letters.count == text.count ? .nan : nil
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }

  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    let number = unsigned(text).digits
    let mantissa = number.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    let parts = mantissa.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.contains(where: { !$0.isEmpty }), parts.allSatisfy(areDigits) else { return false }
    if mantissa.count == number.count { return true }
    let exponent = unsigned(number.dropFirst(mantissa.count + 1)).digits
    return !exponent.isEmpty && areDigits(exponent)
  }

  /// Exact as `Double` up to 10^22.
  private static let powersOfTen: [Double] = (0...22).map { (exponent: Int) -> Double in
    (0..<exponent).reduce(1.0) { (power: Double, _: Int) -> Double in power * 10 }
  }
}
