import FeatureStore
import Foundation
import NotebookKit
import Testing

@Suite struct NotebookTests {
  private struct File: Decodable {
    struct Cell: Decodable {
      let cell_type: String
      let id: String
      let execution_count: Int?
      let source: [String]
      let outputs: [Output]?
    }
    struct Output: Decodable {
      let output_type: String
      let data: [String: [String]]
    }
    let nbformat: Int
    let nbformat_minor: Int
    let cells: [Cell]
  }

  private func read(_ notebook: Notebook) throws -> File {
    try JSONDecoder().decode(File.self, from: Data(notebook.text.utf8))
  }

  private func shown(_ show: (inout Display) -> Void) throws -> [String: String] {
    var display = Display(identifiers: ["id"])
    show(&display)
    var notebook = Notebook(title: "Test")
    notebook.code("cell", "let a = 1", display.take())
    let output = try #require(read(notebook).cells[0].outputs?.first)
    #expect(output.output_type == "display_data")
    return output.data.mapValues { $0.joined() }
  }

  @Test("cells stand in their order; code is counted, its outputs are taken once")
  func cells() throws {
    var notebook = Notebook(title: "Test")
    var display = Display()
    notebook.markdown("a", "# Title\nText")
    display(["x": .int64([1])], "One")
    notebook.code("b", "let x = 1\n", display.take())
    notebook.code("c", "print(x)", display.take())
    let file = try read(notebook)
    #expect(file.nbformat == 4 && file.nbformat_minor == 5)
    #expect(file.cells.map(\.id) == ["a", "b", "c"] && file.cells.map(\.cell_type) == ["markdown", "code", "code"])
    #expect(file.cells.map(\.execution_count) == [nil, 1, 2] && file.cells.map { $0.outputs?.count } == [nil, 1, 0])
    #expect(file.cells[0].source == ["# Title\n", "Text"] && file.cells[1].source == ["let x = 1\n"])
  }

  @Test("a table escapes names and values, keeps identifiers ungrouped, and says how many rows it hides")
  func table() throws {
    let frame: DataFrame = [
      "id": .int64([12_345, nil, 7]), "a<b": .string(["x&y", "z", nil]), "n": .int64([12_345, 1, 2]),
      "f": .float64([0.5, nil, 1]), "t": .timestamp([Timestamp(seconds: 86_400), nil, nil]),
    ]
    let forms = try shown { $0(frame, "Cap & tion", rows: 2) }
    let html = try #require(forms["text/html"])
    for text in [
      "Cap &amp; tion", "a&lt;b", "x&amp;y", ">12345<", ">12,345<", ">0.5<", ">1970-01-02<", "… 1 more rows",
    ] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(html.components(separatedBy: ">null<").count == 4 && !html.contains("<script"))
    #expect(forms["text/plain"]?.hasPrefix("Cap & tion\n\n") == true)
  }

  @Test("a plot is SVG, the same SVG as an image, and words; nothing in it can run or load")
  func plot() throws {
    let plots: [any Plot] = [
      DistributionPlot([
        .init("a<b>&", [1, 2, nil, .infinity]), .init("empty", [nil, .nan]), .init("one", [3]),
      ]),
      HeatMap(
        title: "T", note: "N", periods: ["p<1", "p2"], rows: [.init(name: "f", shares: [0.25, nil], total: 0.25)]),
      HeatMap(title: "T", note: "N", periods: [], rows: []),
      AgePlot(words, seconds: [0, 86_400 * 3, 86_400 * 90], limit: 86_400 * 30),
      AgePlot(words, seconds: [], limit: nil),
      AgePlot(words, seconds: [5], limit: nil),
    ]
    for plot in plots {
      let forms = try shown { $0(plot) }
      let svg = try #require(forms["image/svg+xml"])
      #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.hasSuffix("</svg>\n"))
      for word in ["script", "href", "foreignObject", "style=", "url(", "nan", "inf\""] {
        #expect(!svg.contains(word), "\(word)")
      }
      #expect(svg.contains("<title id=") && svg.contains("<desc id=") && svg.contains("role=\"img\""))
      let image = try #require(forms["text/html"]).components(separatedBy: "base64,")[1].prefix { $0 != "\"" }
      #expect(Data(base64Encoded: String(image)).map { String(decoding: $0, as: UTF8.self) } == svg)
      #expect(forms["text/plain"]?.hasPrefix(plot.title) == true)
    }
  }

  private let words = AgePlot.Words(
    id: "ages", title: "Ages", note: "Note", counted: "rows", within: "young", beyond: "old")

  @Test("an age exactly as the limit is within it")
  func ages() {
    let plot = AgePlot(words, seconds: [0, 86_400 * 30, 86_400 * 30 + 1], limit: 86_400 * 30)
    #expect(plot.summary.contains("2 within the ttl of 30 days, 1 beyond it"))
  }

  @Test(
    "ages are in the unit that suits the longest",
    arguments: [
      (1.0, "seconds"), (119, "seconds"), (120, "minutes"), (7_200, "hours"), (172_800, "days"), (1e9, "days"),
    ])
  func unit(_ longest: Double, _ name: String) {
    #expect(AgeUnit(longest: longest).name == name)
  }
}
