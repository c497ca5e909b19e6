internal import FeatureStoreCore

/// The text of a formula and the feature it is of, for errors that point into it.
struct FormulaText: Sendable {
  let feature: String
  let text: String

  /// Line ends and tabs become spaces, so that a caret under the text stands right.
  init(feature: String, text: String) {
    self.feature = feature
    self.text = String(text.map { $0.isWhitespace ? " " : $0 })
  }

  /// An error that quotes the formula with a caret under the place.
  func failure(
    _ what: String, at position: Int, _ code: FeatureStoreError.Code = .invalidArgument
  ) -> FeatureStoreError {
    let caret = String(repeating: " ", count: position) + "^"
    return FeatureStoreError(
      code, "The formula of feature '\(feature)' cannot be used: \(what).\n  \(text)\n  \(caret)",
      context: .init(column: feature))
  }
}
