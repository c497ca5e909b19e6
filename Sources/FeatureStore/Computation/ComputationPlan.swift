internal import DataFrames
internal import FeatureStoreCore

/// The features in an order in which each comes after those that it is made from.
struct ComputationPlan {
  struct Step {
    let feature: TemporalFeatureDefinition
    /// nil: made straight from events.
    let formula: FeatureFormula?
  }

  private(set) var steps: [Step] = []
  private let features: [String: TemporalFeatureDefinition]
  private let columns: Set<String>
  private var states: [String: State] = [:]

  private enum State { case open, done }

  /// - Parameter columns: The columns of the events.
  /// - Throws: A ``FeatureStoreError`` that quotes the formula, with a caret under the name that is unknown or closes a
  ///   circle.
  init(_ features: [TemporalFeatureDefinition], columns: [String]) throws {
    self.features = Dictionary(features.map { ($0.name, $0) }) { (first, _) in first }
    self.columns = Set(columns)
    for feature in features { try visit(feature) }
  }

  private mutating func visit(_ feature: TemporalFeatureDefinition) throws {
    if states[feature.name] == .done { return }
    states[feature.name] = .open
    let formula = try FeatureFormula(feature)
    if let formula {
      for (name, position) in formula.root.names { try visit(name, position, of: feature, formula) }
    }
    states[feature.name] = .done
    steps.append(Step(feature: feature, formula: formula))
  }

  private mutating func visit(
    _ name: String, _ position: Int, of feature: TemporalFeatureDefinition, _ formula: FeatureFormula
  ) throws {
    if Self.isColumn(name, of: feature.name, features: features.keys.contains, columns: columns) { return }
    guard let needed = features[name] else {
      let known = listed((columns.union(features.keys)).subtracting([feature.name]).sorted())
      throw formula.text.failure("there is no '\(name)'. Columns and features: \(known)", at: position, .columnNotFound)
    }
    guard states[name] != .open else {
      let what = name == feature.name ? "it is made from itself" : "'\(name)' is itself made from '\(feature.name)'"
      throw formula.text.failure("'\(name)' closes a circle: \(what)", at: position)
    }
    try visit(needed)
  }

  /// Whether a name in a formula means a column: a feature of the name goes first, but none means itself.
  static func isColumn(
    _ name: String, of feature: String, features: (String) -> Bool, columns: Set<String>
  ) -> Bool {
    columns.contains(name) && (name == feature || !features(name))
  }
}
