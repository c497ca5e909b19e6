extension DataFrame: CustomStringConvertible {
  /// A table of the first ten rows and twelve columns, with the types under the names, the names of the columns that are
  /// not shown, and the whole size below.
  public var description: String {
    let limit = 12
    guard columns.count > limit else { return table(maxRows: 10) }
    let shown = DataFrame(
      names: Array(columnNames.prefix(limit)), columns: Array(columns.prefix(limit)), rowCount: rowCount)
    let hidden = "… \(columns.count - limit) more columns: \(listed(columnNames.dropFirst(limit)))"
    return (shown.rowLines(10, 32, details: true) + [hidden, size]).joined(separator: "\n")
  }

  /// Draws the first rows as an aligned table; numbers stand to the right, a null is `null`.
  ///
  /// Cells longer than `maxCellWidth` end in `…`, and a line says how many rows are not shown. With `details` the types
  /// stand under the names, and a last line says how many rows and columns there are in all.
  public func table(maxRows: Int = 10, maxCellWidth: Int = 32, details: Bool = true) -> String {
    (rowLines(maxRows, maxCellWidth, details: details) + (details ? [size] : [])).joined(separator: "\n")
  }

  private var size: String { "\(rowCount) rows × \(columns.count) columns" }

  private func rowLines(_ maxRows: Int, _ maxCellWidth: Int, details: Bool) -> [String] {
    let shown = min(max(maxRows, 0), rowCount)
    let cells = columns.map { (column: Column) -> [String] in
      (0..<shown).map { (row: Int) -> String in shortened(column.text(row) ?? "null", maxCellWidth) }
    }
    let widths = columns.indices.map { (index: Int) -> Int in
      let texts = cells[index] + [columnNames[index]] + (details ? [columns[index].type.description] : [])
      return texts.reduce(0) { (width: Int, text: String) -> Int in max(width, text.count) }
    }
    func line(_ texts: [String]) -> String {
      let parts = columns.indices.map { aligned(texts[$0], widths[$0], right: columns[$0].type.isNumeric) }
      return parts.joined(separator: "  ").trimmingTrailingSpaces
    }
    var lines = [line(columnNames)]
    if details { lines.append(line(columns.map(\.type.description))) }
    lines.append(line(widths.map { String(repeating: "─", count: $0) }))
    for row in 0..<shown { lines.append(line(cells.map { $0[row] })) }
    if shown < rowCount { lines.append("… \(rowCount - shown) more") }
    return lines
  }
}

private func shortened(_ text: String, _ width: Int) -> String {
  let line = text.replacing("\n", with: "⏎")
  return line.count <= width ? line : line.prefix(max(0, width - 1)) + "…"
}

private func aligned(_ text: String, _ width: Int, right: Bool) -> String {
  let spaces = String(repeating: " ", count: max(0, width - text.count))
  return right ? spaces + text : text + spaces
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
