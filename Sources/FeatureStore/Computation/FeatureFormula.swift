internal import FeatureStoreCore

/// The formula of a feature that is made from columns and other features: written down, or meant by ratio and interaction.
struct FeatureFormula {
  let text: FormulaText
  let steps: [FormulaStep]

  /// nil for a feature that is made straight from events.
  ///
  /// - Throws: A ``FeatureStoreError`` that quotes a formula which cannot be read, or names a wrong number of operands.
  init?(_ feature: TemporalFeatureDefinition) throws {
    let sources = feature.sourceColumns
    switch feature.computationType {
    case .passthrough, .aggregation, .window: return nil
    case .derived:
      text = FormulaText(feature: feature.name, text: feature.derivationFormula ?? "")
      steps = try FormulaParser.parse(text)
    case .ratio:
      guard sources.count == 2 else {
        throw feature.failure("is a ratio of \(sources.count) source columns. Name two: what is divided, by what.")
      }
      (text, steps) = Self.joined(feature, .divide)
    case .interaction:
      guard sources.count >= 2 else {
        throw feature.failure("is an interaction of \(sources.count) source columns. Name two or more.")
      }
      (text, steps) = Self.joined(feature, .multiply)
    }
  }

  /// The names it uses and where they stand, in their order.
  var names: [(name: String, position: Int)] {
    steps.compactMap { (step: FormulaStep) -> (name: String, position: Int)? in
      if case .name(let name, let position) = step { (name, position) } else { nil }
    }
  }

  /// The source columns with an operator between them; they are names whatever they look like, and the text is for messages.
  private static func joined(
    _ feature: TemporalFeatureDefinition, _ operation: FormulaBinary
  ) -> (FormulaText, [FormulaStep]) {
    var steps: [FormulaStep] = []
    var text = ""
    var length = 0
    func write(_ part: String) -> Int {
      let position = length
      text += part
      length += part.unicodeScalars.count
      return position
    }
    for (index, name) in feature.sourceColumns.enumerated() {
      let place = index > 0 ? write(" \(operation.rawValue) ") + 1 : 0
      steps.append(.name(name, write(quoted(name))))
      if index > 0 { steps.append(.binary(operation, place)) }
    }
    return (FormulaText(feature: feature.name, text: text), steps)
  }

  private static func quoted(_ name: String) -> String {
    "`" + name.unicodeScalars.map { $0 == "`" ? "``" : String($0) }.joined() + "`"
  }
}
