internal import FeatureStore

/// A list of things as a table, as JSON or tab-separated: what every listing command prints.
struct Listing {
  /// The table's columns; nothing is listed when there is no thing.
  let columns: [(name: String, column: Column)]
  let items: [JSONText]

  /// - Parameter width: How many characters a line may have; nil: as many as it needs, which is for files and pipes.
  func text(_ format: OutputFormat, width: Int? = nil) throws -> String {
    switch format {
    case .json: return JSONText.array(items).text + "\n"
    case .table: return try DataFrame(columns: columns).fitted(to: width, rows: items.count) + "\n"
    case .tsv: return try DataFrame(columns: columns).tabSeparated(rows: items.count)
    }
  }
}

extension DataFrame {
  /// The first rows as a table whose lines are no longer than a width, if its columns can be made that narrow.
  ///
  /// The longest cells are cut, and marked with `…`; columns that still do not fit are named under the table. Nothing is
  /// cut without a width.
  func fitted(to width: Int?, rows: Int, details: Bool = false) -> String {
    guard let width else { return lines(rows, .max, details) }
    let shown = head(min(rows, rowCount))
    let widths = zip(columnNames, schema.map(\.type)).map {
      (name: String, type: ColumnType) -> (cells: Int, head: Int) in
      let cells = (0..<shown.rowCount).map { (try? shown.column(name).text($0)?.count) ?? 4 }.max() ?? 0
      return (cells, max(name.count, details ? type.description.count : 0))
    }
    var columns = widths.count
    while columns > 1, Self.total(widths.prefix(columns), cut: Self.narrowest) > width { columns -= 1 }
    let cut = Self.cut(widths.prefix(columns), width)
    if columns == columnNames.count { return lines(rows, cut, details) }
    let part = (try? select(Array(columnNames.prefix(columns)))) ?? self
    let hidden = "… \(columnNames.count - columns) more columns: \(listed(columnNames.dropFirst(columns)))"
    return part.lines(rows, cut, details) + "\n" + hidden
  }

  /// The table without the line that says how large the frame is: this may be a part of it.
  private func lines(_ rows: Int, _ cut: Int, _ details: Bool) -> String {
    let lines = table(maxRows: rows, maxCellWidth: cut, details: details).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast(details ? 1 : 0).joined(separator: "\n")
  }

  private static let narrowest = 8

  /// The widest cells with which all columns fit.
  private static func cut(_ widths: ArraySlice<(cells: Int, head: Int)>, _ width: Int) -> Int {
    var (low, high) = (narrowest, max(narrowest, widths.map(\.cells).max() ?? 0))
    while low < high {
      let middle = (low + high + 1) / 2
      if total(widths, cut: middle) <= width { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private static func total(_ widths: ArraySlice<(cells: Int, head: Int)>, cut: Int) -> Int {
    widths.reduce(2 * (widths.count - 1)) { $0 + max($1.head, min($1.cells, cut)) }
  }

  /// The first rows with tabs between the values; a null is `\N`.
  func tabSeparated(rows: Int) -> String {
    let columns = columnNames.compactMap { try? column($0) }
    let lines = (0..<min(rows, rowCount)).map { (row: Int) -> String in
      columns.map { $0.text(row).map(tabSafe) ?? "\\N" }.joined(separator: "\t")
    }
    return ([columnNames.map(tabSafe).joined(separator: "\t")] + lines).map { $0 + "\n" }.joined()
  }
}
