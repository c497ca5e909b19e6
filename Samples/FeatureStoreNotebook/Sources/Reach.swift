import FeatureStore
import NotebookKit

/// How far back in time the training rows' matches reach, and which of them the ttl withholds.
struct Reach {
  let plot: AgePlot
  let table: DataFrame
  let kept: Int
  let withheld: Int
  let unmatched: Int

  /// - Parameter matched: The questions with the time of the newest gold row by then, whatever its age: `matched_at`.
  init(_ matched: DataFrame, _ settings: Settings) throws {
    let asked = try matched[settings.questionTime, as: Timestamp.self]
    let found = try matched["matched_at", as: Timestamp.self]
    let ages = zip(asked, found).compactMap { (asked: Timestamp?, found: Timestamp?) -> Double? in
      guard let asked, let found else { return nil }
      return asked.age(since: found)
    }
    let limit = Double(settings.ttlSeconds)
    let words = AgePlot.Words(
      id: "reach", title: "How far back matches reach",
      note: "Age of the newest gold row at each training row's time.", counted: "training rows",
      within: "within the ttl, used", beyond: "beyond the ttl, withheld")
    plot = AgePlot(words, seconds: ages, limit: limit)
    kept = ages.count { $0 <= limit }
    withheld = ages.count - kept
    unmatched = matched.rowCount - ages.count
    table = try AgeTable.frame(
      [
        ("within the ttl: has values", ages.filter { $0 <= limit }),
        ("beyond the ttl: nulls", ages.filter { $0 > limit }),
      ],
      plot.unit,
      without: ("no row by then: nulls", unmatched))
  }
}
