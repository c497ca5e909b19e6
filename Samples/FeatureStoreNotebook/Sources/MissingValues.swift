import FeatureStore
import NotebookKit

/// The share of missing values (null or NaN) of each feature in each period.
struct MissingValues {
  let plot: HeatMap
  /// The features that have missing values anywhere, in percent of the period's rows.
  let table: DataFrame
  /// Feature → share of all rows; those without missing values are not here.
  let totals: [(feature: String, share: Double)]
  let periods: Periods

  init(_ gold: DataFrame, _ settings: Settings) throws {
    let periods = try Periods(Array(gold[settings.timestampColumn, as: Timestamp.self]).compactMap { $0 })
    self.periods = periods
    let rowsIn = periods.counts { _ in true }
    let rows = try gold.featureNames(settings).map { (name: String) -> HeatMap.Row in
      let values = try gold.doubles(name)
      let missing = periods.counts { values[$0]?.isNaN ?? true }
      let shares = zip(missing, rowsIn).map { $1 > 0 ? Double($0) / Double($1) : nil }
      return HeatMap.Row(
        name: name, shares: shares, total: Double(missing.reduce(0, +)) / Double(max(values.count, 1)))
    }
    plot = HeatMap(
      title: "When values are missing",
      note: "Share of each \(periods.unit.name)'s rows in which the feature has no value, in %.",
      periods: periods.labels, rows: rows)
    let some = rows.filter { $0.total > 0 }
    totals = some.map { ($0.name, $0.total) }
    let first: [(name: String, column: Column)] = [
      (periods.unit.name, .string(periods.labels)), ("rows", .int64(rowsIn.map(Int64.init))),
    ]
    let shares = some.map { (row: HeatMap.Row) -> (name: String, column: Column) in
      (name: "\(row.name) %", column: .float64(row.shares.map { $0.map { ($0 * 1_000).rounded() / 10 } }))
    }
    table = try DataFrame(columns: first + shares)
  }
}
