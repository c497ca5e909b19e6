import FeatureStore
import Testing

/// One row of a history, for the oracle.
private struct HistoryRow {
  let key: Int64
  let time: Int64
  let created: Int64
  let value: Int64?
}

/// The whole path (register in pieces, merge, Parquet, join) against the definition, written as plainly as possible.
@Suite struct PointInTimeOracleTests {
  /// The definition, word for word: rows of the key, inside the window, the latest, the latest created, the last.
  private func oracle(_ rows: [HistoryRow], _ key: Int64?, _ time: Int64?, ttl: Int64?) -> Int64? {
    guard let key, let time else { return nil }
    var best: HistoryRow?
    for row in rows where row.key == key && row.time <= time {
      if let ttl, row.time < time - ttl { continue }
      if let current = best, (row.time, row.created) < (current.time, current.created) { continue }
      best = row
    }
    return best?.value
  }

  private func frame(_ rows: [HistoryRow]) throws -> DataFrame {
    try DataFrame(columns: [
      ("id", .int64(rows.map(\.key))), ("event_timestamp", .timestamp(rows.map { Timestamp($0.time, .microseconds) })),
      ("created", .timestamp(rows.map { Timestamp($0.created, .microseconds) })), ("x", .int64(rows.map(\.value))),
    ])
  }

  @Test(
    "generated histories in several merges give the answers of the definition", arguments: [1, 2, 3, 4] as [UInt64])
  func agrees(seed: UInt64) async throws {
    var numbers = SeededNumbers(seed: seed)
    let day: Int64 = 86_400_000_000
    let folder = try TemporaryFolder()
    let store = try folder.store()
    let ttlDays = seed % 2 == 0 ? Int(seed) : nil
    let config = FeatureViewConfig(
      name: "v", entityKey: "id", ttlDays: ttlDays, createdTimestampColumn: "created")
    var rows: [HistoryRow] = []
    for _ in 0..<3 {
      let piece = (0..<300).map { (index: Int) -> HistoryRow in
        HistoryRow(
          key: .random(in: 1...20, using: &numbers), time: .random(in: 0...40, using: &numbers) * day / 4,
          created: .random(in: 0...3, using: &numbers),
          value: Bool.random(using: &numbers) ? Int64(rows.count + index) : nil)
      }
      rows += piece
      try await store.registerFeatureView(config, frame(piece))
    }
    let keys = (0..<400).map { _ in
      Int.random(in: 0..<20, using: &numbers) == 0 ? nil : Int64.random(in: 0...22, using: &numbers)
    }
    let times = (0..<400).map { _ in
      Int.random(in: 0..<20, using: &numbers) == 0 ? nil : Int64.random(in: -2...44, using: &numbers) * day / 4
    }
    let spine = try DataFrame(columns: [
      ("id", .int64(keys)), ("event_timestamp", .timestamp(times.map { $0.map { Timestamp($0, .microseconds) } })),
    ])
    let training = try await store.getHistoricalFeatures(entityDF: spine, featureRefs: ["v:x"])
    let expected = zip(keys, times).map { oracle(rows, $0, $1, ttl: ttlDays.map { Int64($0) * day }) }
    #expect(try training.column("x") == .int64(expected), "seed \(seed)")
    #expect(expected.contains { $0 != nil })

    try await store.materialize(featureViews: ["v"], startDate: "1970-01-02", endDate: "1970-01-08")
    let online = try await store.getOnlineFeatures(
      entityKeys: EntityKeys([(name: "id", values: (1...20).map { .int64($0) })]), featureRefs: ["v:x"])
    let window = rows.filter { $0.time >= day && $0.time <= 7 * day }
    let newest = (1...20).map { oracle(window, $0, 7 * day, ttl: nil).map(FeatureValue.int64) ?? .null }
    #expect(try online["x"].values == newest, "seed \(seed)")
  }
}
