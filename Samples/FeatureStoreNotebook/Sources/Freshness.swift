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
      note: "Age of each entity's newest row when the gold table ends, on \(end.short).", counted: "entities",
      within: "within the ttl", beyond: "older than the ttl")
    plot = AgePlot(words, seconds: ages, limit: limit)
    entities = ages.count
    beyond = ages.count { $0 > limit }
    let groups = [("within the ttl", ages.filter { $0 <= limit }), ("older", ages.filter { $0 > limit })]
    table = try AgeTable.frame(groups, plot.unit).rename(["rows": "entities"])
  }
}
