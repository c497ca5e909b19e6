import NotebookKit
import Testing

@Suite struct QuotedCodeTests {
  private let code = QuotedCode([
    """
    func step() {
      // cell: first
      let a = 1

      if a > 0 {
        print(a)
      }
      // cell end
      return a
    }
    """,
    "// cell: other\nimport X\n// cell end\nlet hidden = 0",
  ])

  @Test("a cell is what stands between its marks, moved to the left as a whole")
  func cells() throws {
    #expect(try code.cell("first") == "let a = 1\n\nif a > 0 {\n  print(a)\n}")
    #expect(try code.cell("other") == "import X")
  }

  @Test("a cell that is in no source is an error that names it")
  func missing() {
    let error = #expect(throws: QuotedCodeError.self) { try code.cell("second") }
    #expect(error?.description.contains("'second'") == true)
  }
}
