internal import FeatureStoreCore

/// The text of a formula and the feature it is of, for errors that point into it.
struct FormulaText: Sendable {
  let feature: String
  let text: String

  /// An error that quotes the formula with a caret under the place, counted in Unicode scalars.
  ///
  /// Of a long formula only the surroundings of the place are quoted.
  func failure(
    _ what: String, at position: Int, _ code: FeatureStoreError.Code = .invalidArgument
  ) -> FeatureStoreError {
    let scalars = text.unicodeScalars
    let isLong = scalars.count > 160
    let start = isLong ? max(0, position - 60) : 0
    let end = isLong ? min(scalars.count, position + 60) : scalars.count
    let before = (start > 0 ? "…" : "") + shown(start, min(position, end))
    let quote = before + shown(min(position, end), end) + (end < scalars.count ? "…" : "")
    let caret = String(repeating: " ", count: before.count) + "^"
    return FeatureStoreError(
      code, "The formula of feature '\(feature)' cannot be used: \(what).\n  \(quote)\n  \(caret)",
      context: .init(column: feature), underlying: FormulaPlace(what: what, position: position, quote: quote))
  }

  /// A part of the text in which line ends and tabs are spaces, so that a caret under it stands right.
  private func shown(_ start: Int, _ end: Int) -> String {
    let part = text.unicodeScalars.dropFirst(start).prefix(end - start)
    return String(String.UnicodeScalarView(part.map { $0.properties.isWhitespace ? " " : $0 }))
  }
}

/// Where a formula is wrong, for messages of one line.
struct FormulaPlace: Error {
  let what: String
  /// Counted from 0.
  let position: Int
  let quote: String
}
