import FeatureStore
import NotebookKit

/// How old each entity's newest row is at the end of the gold table, which is the time of its newest row.
struct Freshness {
  let plot: AgePlot
  let table: DataFrame
  let entities: Int
  let beyond: Int

  init(_ gold: DataFrame, _ settings: Settings) throws {
    let end = try gold.lastTime(settings)
    let keys = try gold.column(settings.entityKey)
    let times = try gold[settings.timestampColumn, as: Timestamp.self]
    var newest: [FeatureValue: Timestamp] = [:]
    for row in 0..<gold.rowCount {
      guard let time = times[row] else { continue }
      let key = FeatureValue(keys, row: row)
      newest[key] = max(newest[key] ?? time, time)
    }
    let ages = newest.values.map { end.age(since: $0) }
    let limit = Double(settings.ttlSeconds)
    let words = AgePlot.Words(
      id: "freshness", title: "How fresh the features are",
      note: "Age of each entity's newest row when the gold table ends, on \(end).", counted: "entities",
      within: "within the ttl", beyond: "older: a question asked at the end gets no value")
    plot = AgePlot(words, seconds: ages, limit: limit)
    entities = ages.count
    beyond = ages.count { $0 > limit }
    table = try AgeTable.frame([("within the ttl", ages.filter { $0 <= limit }), ("older", ages.filter { $0 > limit })])
      .rename(["rows": "entities"])
  }
}

extension Timestamp {
  /// The seconds since an earlier time.
  func age(since earlier: Timestamp) -> Double {
    Double(seconds - earlier.seconds) + Double(nanoseconds - earlier.nanoseconds) / 1e9
  }
}

/// Groups of ages, in days.
enum AgeTable {
  /// - Parameter groups: Names and ages in seconds; empty ages for rows that have none.
  static func frame(_ groups: [(name: String, ages: [Double])], without: (name: String, rows: Int)? = nil) throws -> DataFrame {
    let all = groups.reduce(0) { $0 + $1.ages.count } + (without?.rows ?? 0)
    let counts = groups.map(\.ages.count) + (without.map { [$0.rows] } ?? [])
    let days = groups.map { Column.float64($0.ages.map { $0 / 86_400 }) }
    func statistic(_ fraction: Double) throws -> Column {
      .float64(try days.map { try $0.quantile(fraction) } + (without == nil ? [] : [nil]))
    }
    return try DataFrame(columns: [
      ("group", .string(groups.map(\.name) + (without.map { [$0.name] } ?? []))),
      ("rows", .int64(counts.map(Int64.init))),
      ("share %", .float64(counts.map { (Double($0) / Double(max(all, 1)) * 1_000).rounded() / 10 })),
      ("youngest, days", statistic(0)), ("median, days", statistic(0.5)), ("oldest, days", statistic(1)),
    ])
  }
}
