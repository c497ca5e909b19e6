internal import ArgumentParser
internal import FeatureStore

/// How a command prints its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  /// Values with tabs between them, a line a row, the names first.
  case tsv
}

struct FormatOption: ParsableArguments {
  @Option(
    help: "How to print: table, json or tsv (tab-separated, with \\t, \\n and \\\\ escaped and \\N for null).")
  var format: OutputFormat = .table

  /// One thing, as JSON or in lines of name and value.
  func text(_ json: @autoclosure () -> JSONText, _ card: @autoclosure () -> Card) -> String {
    switch format {
    case .json: json().text + "\n"
    case .table: card().text
    case .tsv: card().lines.map { "\($0.name)\t\(tabSafe($0.value))\n" }.joined()
    }
  }
}

/// A value in a tab-separated line.
func tabSafe(_ text: String) -> String {
  guard text.utf8.contains(where: { [0x09, 0x0A, 0x0D, 0x5C].contains($0) }) else { return text }
  return text.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
    .replacing("\r", with: "\\r")
}
