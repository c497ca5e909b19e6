internal import FeatureStoreCore

/// The formula of a feature that is made from columns and other features: written down, or meant by ratio and interaction.
struct FeatureFormula {
  let text: FormulaText
  let root: FormulaNode

  /// nil for a feature that is made straight from events.
  ///
  /// - Throws: A ``FeatureStoreError`` that quotes a formula which cannot be read, or names a wrong number of operands.
  init?(_ feature: TemporalFeatureDefinition) throws {
    switch feature.computationType {
    case .passthrough, .aggregation, .window: return nil
    case .derived: text = FormulaText(feature: feature.name, text: feature.derivationFormula ?? "")
    case .ratio:
      guard feature.sourceColumns.count == 2 else {
        throw feature.failure(
          "is a ratio of \(feature.sourceColumns.count) source columns. Name two: what is divided, by what.")
      }
      text = FormulaText(feature: feature.name, text: Self.joined(feature.sourceColumns, " / "))
    case .interaction:
      guard feature.sourceColumns.count >= 2 else {
        throw feature.failure("is an interaction of \(feature.sourceColumns.count) source columns. Name two or more.")
      }
      text = FormulaText(feature: feature.name, text: Self.joined(feature.sourceColumns, " * "))
    }
    root = try FormulaParser.parse(text)
  }

  private static func joined(_ names: [String], _ separator: String) -> String {
    names.map { "`\($0)`" }.joined(separator: separator)
  }
}
