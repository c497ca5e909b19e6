import Testing

@testable import FeastStore

@Suite struct PythonLiteralTests {
  @Test(
    "A text stays on its line and inside its quotes",
    arguments: [
      ("plain", #""plain""#), ("say \"hi\" \\", #""say \"hi\" \\""#), ("a\nb\r\tc", #""a\nb\r\tc""#),
      ("\u{0}\u{1B}\u{7F}\u{85}", #""\x00\x1b\x7f\x85""#), ("\u{2028}\u{202E}\u{FEFF}", #""\u2028\u202e\ufeff""#),
      ("\u{E0001}", #""\U000e0001""#), ("Zürich 東京 🙂", "\"Zürich 東京 🙂\""), ("'''\"\"\"", #""'''\"\"\"""#),
    ])
  func strings(_ text: String, _ literal: String) {
    #expect(PythonLiteral.string(text) == literal)
  }

  @Test("Durations are exact to the microsecond")
  func durations() {
    #expect(PythonLiteral.timedelta(.zero) == "timedelta(days=0)")
    #expect(PythonLiteral.timedelta(.seconds(86_400 * 30)) == "timedelta(days=30)")
    #expect(PythonLiteral.timedelta(.seconds(90)) == "timedelta(seconds=90)")
    #expect(PythonLiteral.timedelta(.seconds(1) + .microseconds(5)) == "timedelta(seconds=1, microseconds=5)")
  }

  @Test("Names of any kind give different identifiers")
  func variables() {
    var names = PythonNames()
    #expect(names.variable("view", "a b") == "view_a_b")
    #expect(names.variable("view", "a-b") == "view_a_b_2")
    #expect(names.variable("view", "é") == "view__")
    #expect(names.variable("view", "") == "view_")
  }
}
