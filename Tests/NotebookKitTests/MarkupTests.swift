import NotebookKit
import Testing

@Suite struct MarkupTests {
  @Test(
    "what has a meaning in XML is escaped, what XML cannot hold is replaced",
    arguments: [
      ("a<b>&\"c\"'", "a&lt;b&gt;&amp;&quot;c&quot;&#39;"), ("two\nlines\t", "two lines "),
      ("\u{1}é\u{FFFF}", "\u{FFFD}é\u{FFFD}"),
    ])
  func escaping(_ text: String, _ escaped: String) {
    #expect(Markup.escaped(text) == escaped)
  }

  @Test("a name in Markdown cannot end its own code")
  func code() {
    #expect(Markup.code("a`b\nc") == "`a'b c`")
  }
}
