internal import FeatureStore
internal import Foundation

/// One thing that a code cell shows, in every form in which a viewer may want it.
package struct CellOutput: Hashable, Sendable {
  /// Media type → text.
  let forms: [String: String]

  /// A table as HTML and as plain text.
  init(_ table: HTMLTable) {
    let plain = table.frame.table(maxRows: table.rows, details: false)
    forms = ["text/html": table.html, "text/plain": "\(table.caption)\n\n\(plain)"]
  }

  /// A plot as SVG, as an image in HTML, and in words.
  ///
  /// JupyterLab draws bare SVG only in notebooks that are trusted, but images in all: a notebook that was not run on the
  /// viewer's machine is not.
  init(_ plot: some Plot) {
    let svg = plot.svg
    let image = Data(svg.utf8).base64EncodedString()
    let text = "\(plot.title). \(plot.summary)"
    forms = [
      "image/svg+xml": svg,
      "text/html": "<img src=\"data:image/svg+xml;base64,\(image)\" alt=\"\(Markup.escaped(text))\" "
        + "style=\"max-width:100%;height:auto\">",
      "text/plain": text,
    ]
  }

  var json: JupyterJSON {
    .object([
      "data": .object(forms.mapValues(JupyterJSON.lines)), "metadata": .object([:]), "output_type": "display_data",
    ])
  }
}
