import DataFrames
import Testing

@Suite struct SuggestionTests {
  @Test(
    "the nearest name is suggested: a few bytes apart, another case, or the only one that begins so",
    arguments: [
      ("custmers", "customers"), ("aeg", "age"), ("AGE", "age"), ("Customer", "customers"),
      ("order_totl", "order_total"),
      ("cit", "city"), ("order_", "order_total"),
    ])
  func near(wanted: String, expected: String) {
    #expect(suggestion(for: wanted, among: ["age", "city", "customers", "order_total"]) == expected)
    #expect(hint(for: wanted, among: ["age", "city", "customers", "order_total"]) == " Did you mean '\(expected)'?")
  }

  @Test(
    "nothing is suggested for a name that is far from all, empty, endless, or known",
    arguments: ["spend", "", "x", "order", "age", String(repeating: "a", count: 129)])
  func far(wanted: String) {
    let names = ["age", "city", "order_total", "order_count", String(repeating: "a", count: 128)]
    #expect(suggestion(for: wanted, among: names) == nil)
    #expect(hint(for: wanted, among: names) == "")
  }

  @Test("a long list of names ends with how many more there are")
  func longLists() {
    let text = listed((1...100).map { "c\($0)" })
    #expect(text.hasPrefix("c1, c2, ") && text.hasSuffix("c60 … and 40 more"))
    #expect(listed([]) == "none" && listed(["a", "b"]) == "a, b")
  }
}
