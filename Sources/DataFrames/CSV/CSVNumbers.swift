/// Reads numbers from the bytes of a field, as `Int64(_:)` and `Double(_:)` read them from text.
enum CSVNumbers {
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
  static func float64(_ text: ArraySlice<UInt8>) -> Double? {
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

  private static func slowFloat64(_ text: ArraySlice<UInt8>) -> Double? {
    Double(String(decoding: text, as: UTF8.self))
  }

  /// Exact as `Double` up to 10^22.
  private static let powersOfTen: [Double] = (0...22).map { (exponent: Int) -> Double in
    (0..<exponent).reduce(1.0) { (power: Double, _: Int) -> Double in power * 10 }
  }
}
