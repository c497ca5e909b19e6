import FeatureStore
import SampleKit

/// Plain text for people: no colours, no cursor movements, the same in a terminal and in a file.
enum Page {
  static let width = 100

  static func title(_ text: String) {
    print("\n\(text)\n\(String(repeating: "═", count: width))\n")
  }

  /// A numbered step with what was done in it.
  static func step(_ number: Int, _ text: String) {
    let head = "── \(number)  \(text) "
    print("\n\(head)\(String(repeating: "─", count: max(0, width - head.count)))\n")
  }

  static func lines(_ texts: [String]) {
    for text in texts { print(text.isEmpty ? "" : "   \(text)") }
  }

  static func line(_ text: String) { lines([text]) }

  static func frame(_ frame: DataFrame, rows: Int) {
    lines(frame.table(maxRows: rows, details: false).split(separator: "\n").map(String.init))
  }

  static func left(_ text: String, _ width: Int) -> String { text + blanks(width - text.count) }
  static func right(_ text: String, _ width: Int) -> String { blanks(width - text.count) + text }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// 1234567 as `1,234,567`.
  static func count(_ number: Int) -> String { NumberText.count(number) }

  /// Dollars and cents, such as `$1,234.50`.
  static func money(_ dollars: Double, width: Int = 0) -> String {
    let cents = Int((dollars * 100).rounded())
    let rest = cents % 100
    return right("$\(NumberText.count(cents / 100)).\(rest < 10 ? "0" : "")\(rest)", width)
  }

  /// A share with one decimal, such as `12.3 %`.
  static func percent(_ share: Double, width: Int = 0) -> String { right(NumberText.percent(share), width) }

  /// A duration in the unit that suits it.
  static func time(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = Double(seconds) * 1e6 + Double(attoseconds) / 1e12
    if microseconds < 1_000 { return "\(Int(microseconds.rounded())) µs" }
    if microseconds < 1_000_000 { return "\(oneDecimal(microseconds / 1_000)) ms" }
    return "\(oneDecimal(microseconds / 1_000_000)) s"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
