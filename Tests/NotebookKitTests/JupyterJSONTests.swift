import NotebookKit
import Testing

@Suite struct JupyterJSONTests {
  @Test(
    "texts are quoted as Python's json does without ASCII escapes",
    arguments: [
      ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\u{1}\u{1F}", #""\u0001\u001f""#),
      ("é–😀\u{7F}/", "\"é–😀\u{7F}/\""),
    ])
  func quoting(_ text: String, _ quoted: String) {
    #expect(JupyterJSON.string(text).text == quoted + "\n")
  }

  @Test("members stand in the order of their names, one space a level; empty ones take no line")
  func layout() {
    let value = JupyterJSON.object(["b": .array([.integer(-1), .null, .array([])]), "a": .object([:]), "B": "x"])
    #expect(value.text == "{\n \"B\": \"x\",\n \"a\": {},\n \"b\": [\n  -1,\n  null,\n  []\n ]\n}\n")
  }

  @Test(
    "lines keep their ends, and a last line without one is kept as it is",
    arguments: [
      ("", []), ("a", ["a"]), ("a\n", ["a\n"]), ("a\n\nb", ["a\n", "\n", "b"]), ("\n", ["\n"]),
    ] as [(String, [String])])
  func lines(_ text: String, _ lines: [String]) {
    #expect(JupyterJSON.lines(text) == .array(lines.map(JupyterJSON.string)))
  }
}
