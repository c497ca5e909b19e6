internal import SampleKit

/// Shares in a grid: a row for each feature, a column for each period, darker where the share is larger.
package struct HeatMap: Plot {
  package struct Row: Sendable {
    package let name: String
    /// One for each period; nil: there is nothing to take a share of.
    package let shares: [Double?]
    package let total: Double

    package init(name: String, shares: [Double?], total: Double) {
      self.name = name
      self.shares = shares
      self.total = total
    }
  }

  package let title: String
  private let note: String
  private let periods: [String]
  private let rows: [Row]
  private let omitted: Int
  private static let labels = 190.0
  /// Where the totals end.
  private static let right = 940.0
  private static let cellHeight = 22.0

  /// - Parameters:
  ///   - note: What the shares are of.
  ///   - limit: How many rows are drawn, in the order given; a line says how many are not.
  package init(title: String, note: String, periods: [String], rows: [Row], limit: Int = 40) {
    self.title = title
    self.note = note
    self.periods = periods
    self.rows = Array(rows.prefix(limit))
    omitted = max(0, rows.count - limit)
  }

  package var summary: String {
    let some = rows.filter { $0.total > 0 }.map { "\($0.name) \(NumberText.percent($0.total))" }
    let none = rows.count - some.count
    return (some.isEmpty ? "No share above zero" : "In all " + some.joined(separator: ", "))
      + "; zero in \(none) of \(rows.count) rows."
  }

  private var largest: Double { max(rows.flatMap(\.shares).compactMap { $0 }.max() ?? 0, 1e-9) }

  package var svg: String {
    let grid = Rect(
      x: Self.labels + 16, y: 66, width: 676, height: Self.cellHeight * Double(rows.count))
    var canvas = SVGCanvas(width: 960, height: grid.bottom + 62)
    canvas.text(title, 16, 28, .init(size: 16, isBold: true))
    let hidden = omitted > 0 ? " \(omitted) more features are not drawn." : ""
    canvas.text(note + hidden, 16, 48, .init(size: 12, fill: Palette.muted))
    canvas.text("in all", Self.right, grid.y - 5, .init(size: 10.5, anchor: "end", fill: Palette.muted))
    for (index, row) in rows.enumerated() { draw(row, at: index, on: &canvas, grid) }
    drawPeriods(on: &canvas, grid)
    return canvas.document(id: "missing", title: title, description: summary)
  }

  private func draw(_ row: Row, at index: Int, on canvas: inout SVGCanvas, _ grid: Rect) {
    let y = grid.y + Self.cellHeight * Double(index)
    let name = SVGCanvas.fitted(row.name, width: Self.labels - 8, size: 12)
    canvas.text(name, grid.x - 8, y + 15, .init(size: 12, anchor: "end"))
    let width = grid.width / Double(max(periods.count, 1))
    for (column, share) in row.shares.enumerated() {
      let cell = Rect(x: grid.x + width * Double(column), y: y, width: width - 1, height: Self.cellHeight - 1)
      let title = "\(row.name), \(periods[column]): " + (share.map(NumberText.percent) ?? "no rows")
      canvas.rect(cell, fill: share.map { Palette.shade($0 / largest) } ?? "#ffffff", title: title)
      guard let share, share > 0, width >= 26 else { continue }
      let text = share < 0.005 ? "<1" : "\(Int((share * 100).rounded()))"
      let fill = share / largest > 0.5 ? "#ffffff" : Palette.text
      canvas.text(text, cell.x + cell.width / 2, y + 14.5, .init(size: 10.5, anchor: "middle", fill: fill))
    }
    canvas.text(
      row.total > 0 ? NumberText.percent(row.total) : "0 %", Self.right, y + 15,
      .init(size: 11, anchor: "end", fill: row.total > 0 ? Palette.text : Palette.muted, isBold: row.total > 0))
  }

  /// Every so many periods one name, so that they do not touch.
  private func drawPeriods(on canvas: inout SVGCanvas, _ grid: Rect) {
    let width = grid.width / Double(max(periods.count, 1))
    let widest = (periods.map { SVGCanvas.width(of: $0, size: 10.5) }.max() ?? 0) + 8
    let every = max(1, Int((widest / width).rounded(.up)))
    for (index, period) in periods.enumerated() where index % every == 0 {
      let x = grid.x + width * (Double(index) + 0.5)
      canvas.text(period, x, grid.bottom + 15, .init(size: 10.5, anchor: "middle", fill: Palette.muted))
    }
    let y = grid.bottom + 38
    canvas.text("0 %", grid.x, y + 9, .init(size: 10.5, fill: Palette.muted))
    for step in 0..<24 {
      canvas.rect(
        Rect(x: grid.x + 28 + Double(step) * 6, y: y, width: 6, height: 11), fill: Palette.shade(Double(step) / 23))
    }
    let top = rows.contains { $0.total > 0 } ? NumberText.percent(largest) : "0 %"
    canvas.text(top, grid.x + 180, y + 9, .init(size: 10.5, fill: Palette.muted))
  }
}
