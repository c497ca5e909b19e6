/// The cells that stand in a Swift source file between the lines `// cell: NAME` and `// cell end`.
package struct QuotedCode: Sendable {
  private let cells: [String: String]

  package init(_ sources: [String]) {
    cells = sources.reduce(into: [:]) { (cells: inout [String: String], source: String) in
      cells.merge(Self.cells(of: source)) { $0 + "\n" + $1 }
    }
  }

  /// The code of a cell, without the indentation that all its lines share.
  ///
  /// - Throws: A ``QuotedCodeError`` if no source has a cell of the name.
  package func cell(_ name: String) throws(QuotedCodeError) -> String {
    guard let code = cells[name] else { throw QuotedCodeError(name: name) }
    return code
  }

  private static func cells(of source: String) -> [String: String] {
    var cells: [String: String] = [:]
    var current: (name: String, lines: [String])?
    for line in source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let mark = line.drop { $0 == " " }
      if mark.hasPrefix("// cell: ") {
        current = (String(mark.dropFirst("// cell: ".count)), [])
      } else if mark == "// cell end" {
        if let (name, lines) = current { cells[name] = dedented(lines) }
        current = nil
      } else {
        current?.lines.append(line)
      }
    }
    return cells
  }

  private static func dedented(_ lines: [String]) -> String {
    let indents = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
    return lines.map { String($0.dropFirst(indents.min() ?? 0)) }.joined(separator: "\n")
  }
}

/// A cell that no source file has.
package struct QuotedCodeError: Error, CustomStringConvertible {
  let name: String
  package var description: String { "No source file of the sample has a cell '\(name)'." }
}
