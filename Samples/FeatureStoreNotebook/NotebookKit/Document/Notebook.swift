/// A Jupyter notebook of Swift code with its outputs: nbformat 4.5, https://nbformat.readthedocs.io.
package struct Notebook: Sendable {
  private let title: String
  private var cells: [JupyterJSON] = []
  private var ids: Set<String> = []
  private var executionCount = 0

  package init(title: String) { self.title = title }

  /// Adds a cell of text.
  ///
  /// - Parameter id: Letters, digits, `-` and `_`, unlike all others; another one is a programmer's mistake and traps.
  package mutating func markdown(_ id: String, _ text: String) {
    cells.append(
      .object([
        "cell_type": "markdown", "id": .string(taken(id)), "metadata": .object([:]), "source": .lines(text),
      ]))
  }

  /// Adds a cell of code that has run.
  ///
  /// - Parameter id: As for ``markdown(_:_:)``.
  package mutating func code(_ id: String, _ source: String, _ outputs: [CellOutput]) {
    executionCount += 1
    cells.append(
      .object([
        "cell_type": "code", "execution_count": .integer(executionCount), "id": .string(taken(id)),
        "metadata": .object(["vscode": .object(["languageId": "swift"])]), "outputs": .array(outputs.map(\.json)),
        "source": .lines(source),
      ]))
  }

  private mutating func taken(_ id: String) -> String {
    let isValid = id.utf8.allSatisfy { (byte: UInt8) -> Bool in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    precondition(isValid && (1...64).contains(id.utf8.count), "'\(id)' is no id for a cell")
    precondition(ids.insert(id).inserted, "two cells have the id '\(id)'")
    return id
  }

  /// The text of the file.
  package var text: String {
    JupyterJSON.object([
      "cells": .array(cells),
      "metadata": .object([
        "kernelspec": .object(["display_name": "Swift", "language": "swift", "name": "swift"]),
        "language_info": .object([
          "codemirror_mode": "swift", "file_extension": ".swift", "mimetype": "text/x-swift", "name": "swift",
          "pygments_lexer": "swift",
        ]),
        "title": .string(title),
      ]),
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ]).text
  }
}
