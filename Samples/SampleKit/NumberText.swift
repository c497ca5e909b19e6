/// Numbers as people write them.
package enum NumberText {
  /// 1234567 as `1,234,567`.
  package static func count(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    let grouped = digits.enumerated().reduce(into: "") {
      (text: inout String, digit: (offset: Int, element: Character)) in
      if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text.append(",") }
      text.append(digit.element)
    }
    return number < 0 ? "-" + grouped : grouped
  }

  /// A share with one decimal, such as `12.3 %`.
  package static func percent(_ share: Double) -> String { fixed(share * 100, decimals: 1) + " %" }

  /// A number with so many digits after the point, the whole part grouped: `1,234.50`.
  ///
  /// Beyond 10^15, and for what is no number, the shortest text that reads back as the same number.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<max(decimals, 0)).reduce(1.0) { (power: Double, _: Int) in power * 10 }
    let scaled = (value * scale).rounded()
    guard scaled.magnitude < 1e15 else { return "\(value)" }
    let (whole, rest) = Int(scaled.magnitude).quotientAndRemainder(dividingBy: Int(scale))
    let digits = decimals > 0 ? "." + String(repeating: "0", count: decimals - String(rest).count) + String(rest) : ""
    return (scaled < 0 ? "-" : "") + count(whole) + digits
  }
}

extension NumberText {
  /// A number with six significant digits, all of its whole part, and no zeros at the end: `1,234.5`, `0.00123`.
  package static func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0, value.magnitude < 1e15 else { return value == 0 ? "0" : "\(value)" }
    if value.magnitude < 1e-6 { return scientific(value) }
    var decimals = 5
    var size = value.magnitude
    while size >= 10, decimals > 0 { (size, decimals) = (size / 10, decimals - 1) }
    while size < 1 { (size, decimals) = (size * 10, decimals + 1) }
    var text = fixed(value, decimals: decimals)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A small number with six significant digits, such as `9.5e-10`.
  private static func scientific(_ value: Double) -> String {
    var (size, exponent) = (value, 0)
    while size.magnitude < 1, exponent > -400 { (size, exponent) = (size * 10, exponent - 1) }
    return significant(size) + "e\(exponent)"
  }
}
