import FeatureStore
import NotebookKit

/// Groups of ages, in the unit in which they are drawn.
enum AgeTable {
  /// - Parameters:
  ///   - groups: Names and ages in seconds.
  ///   - unit: The ages' unit in the table.
  ///   - without: A last group of rows that have no age.
  static func frame(
    _ groups: [(name: String, ages: [Double])], _ unit: AgeUnit, without: (name: String, rows: Int)? = nil
  ) throws -> DataFrame {
    let all = groups.reduce(0) { $0 + $1.ages.count } + (without?.rows ?? 0)
    let counts = groups.map(\.ages.count) + (without.map { [$0.rows] } ?? [])
    let scaled = groups.map { Column.float64($0.ages.map { $0 / unit.seconds }) }
    func statistic(_ fraction: Double) throws -> Column {
      .float64(try scaled.map { try $0.quantile(fraction) } + (without == nil ? [] : [nil]))
    }
    return try DataFrame(columns: [
      ("group", .string(groups.map(\.name) + (without.map { [$0.name] } ?? []))),
      ("rows", .int64(counts.map(Int64.init))),
      ("share %", .float64(counts.map { (Double($0) / Double(max(all, 1)) * 1_000).rounded() / 10 })),
      ("youngest, \(unit.name)", statistic(0)), ("median, \(unit.name)", statistic(0.5)),
      ("oldest, \(unit.name)", statistic(1)),
    ])
  }
}
