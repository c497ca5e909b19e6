internal import FeatureStore
internal import SampleKit

/// The first rows of a frame as an HTML table with its own inline styles, for light and dark pages alike.
struct HTMLTable {
  let frame: DataFrame
  let caption: String
  let rows: Int
  let identifiers: Set<String>

  private var shown: Int { min(max(rows, 0), frame.rowCount) }

  var html: String {
    let columns = frame.columnNames.compactMap { name in (try? frame.column(name)).map { (name: name, column: $0) } }
    let texts = columns.map { cells(of: $0.column, isName: identifiers.contains($0.name)) }
    var lines = [
      "<table style=\"border-collapse:collapse;margin:4px 0 8px 0;font-size:13px\">",
      "<caption style=\"caption-side:top;text-align:left;padding:4px 0;font-weight:600;color:inherit\">"
        + "\(Markup.escaped(caption))</caption>",
      "<thead><tr>" + columns.map { cell("th", Markup.escaped($0.name), $0.column, top: true) }.joined()
        + "</tr></thead>", "<tbody>",
    ]
    for row in 0..<shown {
      lines.append("<tr>" + columns.indices.map { cell("td", texts[$0][row], columns[$0].column) }.joined() + "</tr>")
    }
    lines.append("</tbody>")
    if shown < frame.rowCount {
      let note = "… \(NumberText.count(frame.rowCount - shown)) more rows"
      lines.append(
        "<tfoot><tr><td colspan=\"\(columns.count)\" style=\"text-align:left;padding:4px 10px;opacity:0.7\">"
          + "\(note)</td></tr></tfoot>")
    }
    return lines.joined(separator: "\n") + "\n</table>\n"
  }

  private func cell(_ tag: String, _ html: String, _ column: Column, top: Bool = false) -> String {
    let side = column.type.isNumeric ? "right" : "left"
    let border = top ? "2px solid rgba(128,128,128,0.55)" : "1px solid rgba(128,128,128,0.25)"
    return "<\(tag) style=\"text-align:\(side);padding:3px 10px;border-bottom:\(border);white-space:nowrap\">"
      + "\(html)</\(tag)>"
  }

  /// The shown cells of a column as HTML.
  private func cells(of column: Column, isName: Bool) -> [String] {
    let values = (0..<shown).map { FeatureValue(column, row: $0) }
    let areDays = values.allSatisfy {
      $0.timestampValue.map { $0.nanoseconds == 0 && $0.seconds % 86_400 == 0 } ?? true
    }
    return values.map { (value: FeatureValue) -> String in
      switch value {
      case .null: return "<span style=\"opacity:0.5\">null</span>"
      case .int32, .int64: return isName ? value.description : NumberText.count(Int(value.intValue ?? 0))
      case .float32, .float64: return NumberText.significant(value.doubleValue ?? .nan)
      case .timestamp(let instant): return areDays ? String(instant.description.prefix { $0 != "T" }) : "\(instant)"
      default: return Markup.escaped(value.description)
      }
    }
  }
}
