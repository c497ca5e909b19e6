package import FeatureStore

/// Collects what a code cell shows.
///
/// ```swift
/// display(gold, "The first rows", rows: 5)
/// display(DistributionPlot(gold, features))
/// ```
package struct Display {
  /// Columns whose numbers are names, such as the entity key: they are not grouped by thousands.
  package let identifiers: Set<String>
  private var outputs: [CellOutput] = []

  package init(identifiers: Set<String> = []) { self.identifiers = identifiers }

  /// Shows the first rows of a table under a caption.
  package mutating func callAsFunction(_ frame: DataFrame, _ caption: String, rows: Int = 50) {
    outputs.append(CellOutput(HTMLTable(frame: frame, caption: caption, rows: rows, identifiers: identifiers)))
  }

  package mutating func callAsFunction(_ plot: some Plot) { outputs.append(CellOutput(plot)) }

  /// What was shown since the last call.
  package mutating func take() -> [CellOutput] {
    defer { outputs = [] }
    return outputs
  }
}
