// cell: imports
import FeatureStore
import NotebookKit  // this sample's tables and plots
// cell end

extension Steps {
  /// Step 1: the gold table, with its keys and times.
  mutating func loadGold() throws -> DataFrame {
    // cell: load-gold
    let file = try DataFrame(parquet: settings.gold)
    let gold = try file.prepared(settings)  // a key and a time in every row, each pair of them once
    let features = gold.featureNames(settings)

    display(gold, "The gold table", rows: 5)
    display(try gold.select(features).describe(), "Its numeric columns")
    // cell end
    guard !features.isEmpty else { throw settings.noFeatures(gold) }
    guard gold.rowCount > 0 else { throw settings.noRows(file) }
    return gold
  }

  /// How the features' values are spread.
  mutating func showDistributions(_ gold: DataFrame, _ features: [String]) throws {
    // cell: distributions
    let distributions = try features.map { try DistributionPlot.Feature($0, gold.doubles($0)) }
    display(DistributionPlot(distributions))
    // cell end
  }

  /// When values are missing.
  mutating func showMissing(_ gold: DataFrame) throws -> MissingValues {
    // cell: missing-over-time
    let missing = try MissingValues(gold, settings)
    display(missing.plot)
    display(missing.table, "Missing values, in % of a period's rows: the features that have any")
    // cell end
    return missing
  }
}
