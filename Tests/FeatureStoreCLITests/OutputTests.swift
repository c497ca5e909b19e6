import FeatureStore
import Foundation
import Testing

@testable import FeatureStoreCLI

@Suite struct OutputTests {
  private let frame: DataFrame = [
    "name": .string(["a", "bb"]), "text": .string([String(repeating: "x", count: 100), "y"]), "n": .int64([1, nil]),
  ]

  @Test("a table for a terminal fits its width, by cutting the longest cells")
  func fits() {
    for width in [30, 50, 80, 200] {
      let lines = frame.fitted(to: width, rows: 2).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
      #expect(lines[0].contains("name") && lines[0].contains("n"))
    }
    #expect(frame.fitted(to: 50, rows: 2).contains("xxx…") && !frame.fitted(to: 200, rows: 2).contains("…"))
  }

  @Test("nothing is cut in a file or a pipe")
  func whole() {
    #expect(frame.fitted(to: nil, rows: 2).contains(String(repeating: "x", count: 100)))
  }

  @Test("columns that do not fit even when cut are named under the table")
  func manyColumns() throws {
    let wide = try DataFrame(columns: (0..<50).map { ("column_\($0)", .string(["some longer value"])) })
    let text = wide.fitted(to: 60, rows: 1)
    let lines: [Substring] = text.split(separator: "\n")
    #expect(lines.dropLast().allSatisfy { $0.count <= 60 })
    #expect(text.contains("more columns: column_") && text.hasSuffix("column_49"))
    #expect(!wide.fitted(to: nil, rows: 1).contains("more columns"))
  }

  @Test("tab-separated values keep their line and can be told from null")
  func tabs() {
    let frame: DataFrame = [
      "a\tb": .string(["x\ty", "line\nend", "back\\slash", nil, ""]), "n": .int64([1, 2, nil, 4, 5]),
    ]
    #expect(frame.tabSeparated(rows: 5) == "a\\tb\tn\nx\\ty\t1\nline\\nend\t2\nback\\\\slash\t\\N\n\\N\t4\n\t5\n")
  }

  @Test("a progress line says how far, how fast and how long, or what is waited for")
  func progress() {
    var line = ProgressLine(title: "historical")
    let progress = StoreProgress()
    #expect(line.text(progress.state, elapsed: 1).hasSuffix(" historical 1 s"))
    progress.begin("rows of customers", total: 4_000_000)
    _ = line.text(progress.state, elapsed: 1)
    progress.advance(by: 1_000_000)
    #expect(
      line.text(progress.state, elapsed: 3)
        == "██░░░░░░░░ historical 3 s: 25 % of 4.0 M rows of customers, 500 k/s, 6 s left")
    progress.wait(for: "the lock x")
    #expect(line.text(progress.state, elapsed: 4).hasSuffix(" historical 4 s: waiting for the lock x"))
    #expect(
      ProgressLine.short(999) == "999" && ProgressLine.short(12_345) == "12 k"
        && ProgressLine.short(2_100_000) == "2.1 M")
    #expect(ProgressLine.time(119.2) == "120 s" || ProgressLine.time(119.2) == "2 min")
    #expect(ProgressLine.time(7_300) == "2 h" && ProgressLine.time(.infinity) == "277777 h")
  }

  @Test("statuses and event times have the shape of Feast's server")
  func statuses() {
    let answer = OnlineFeatures(columns: [
      .init(
        name: "k", values: [1, 2, 3], statuses: [.present, .present, .present], eventTimestamps: [nil, nil, nil]),
      .init(
        name: "a", values: [1.5, .null, .null], statuses: [.present, .null, .notFound],
        eventTimestamps: [Timestamp(seconds: 86_400), Timestamp(seconds: 1), nil]),
    ])
    let epoch = #""1970-01-01T00:00:00Z""#
    #expect(
      answer.jsonWithStatus.text
        == #"{"results": [{"values": [1, 2, 3], "statuses": ["PRESENT", "PRESENT", "PRESENT"], "event_timestamps": "#
        + "[\(epoch), \(epoch), \(epoch)]}, "
        + #"{"values": [1.5, null, null], "statuses": ["PRESENT", "PRESENT", "NOT_FOUND"], "event_timestamps": "#
        + #"["1970-01-02T00:00:00Z", "1970-01-01T00:00:01Z", "1970-01-01T00:00:00Z"]}], "#
        + #""metadata": {"feature_names": ["k", "a"]}}"#)
  }
}
