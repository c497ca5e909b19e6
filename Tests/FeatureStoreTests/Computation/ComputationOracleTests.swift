import FeatureStore
import Testing

@Suite struct ComputationOracleTests {
  private static let windows: [Int?] = [nil, 1, 7, 30]

  private static func definition(
    _ aggregation: TemporalAggregation, _ source: String, _ days: Int?, _ type: String
  ) throws -> TemporalFeatureDefinition {
    try TemporalFeatureDefinition(
      name: "\(aggregation.rawValue)_\(source)_\(days ?? 0)", description: "", entityKey: "id", timestampColumn: "at",
      sourceColumns: [source], computationType: days == nil ? .aggregation : .window, aggregation: aggregation,
      windowDays: days, dataType: type)
  }

  @Test("every aggregation and window equals a naive recomputation", arguments: 1...12 as ClosedRange<UInt64>)
  func numbers(_ seed: UInt64) throws {
    let naive = NaiveFeatures.random(seed: seed, count: 220, keys: Int(seed))
    var registry = FeatureRegistry()
    for days in Self.windows {
      for aggregation in TemporalAggregation.allCases {
        try registry.register(Self.definition(aggregation, "amount", days, "float64"))
      }
    }
    let computed = try FeatureComputation(registry).run(try naive.frame()).frame
    #expect(try Array(computed["id", as: Int64.self]) == naive.moments.map(\.key))
    #expect(try Array(computed["at", as: Timestamp.self]) == naive.moments.map { Timestamp(seconds: $0.time) })
    for days in Self.windows {
      for aggregation in TemporalAggregation.allCases {
        let name = "\(aggregation.rawValue)_amount_\(days ?? 0)"
        let ours = try Array(computed[name, as: Double.self])
        let expected = naive.amounts(aggregation, days: days)
        let tolerance = aggregation == .std ? 1e-12 : 0
        let isRight = isEqual(ours, expected, tolerance)
        #expect(isRight, "seed \(seed), \(name)")
      }
    }
  }

  private func isEqual(_ left: [Double?], _ right: [Double?], _ tolerance: Double) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { (left: Double?, right: Double?) -> Bool in
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) <= tolerance * max(1, abs(right))
      }
  }

  @Test("integers, texts and passthrough values equal a naive recomputation", arguments: 1...8 as ClosedRange<UInt64>)
  func otherTypes(_ seed: UInt64) throws {
    let naive = NaiveFeatures.random(seed: seed &+ 100, count: 160, keys: 5)
    var registry = FeatureRegistry()
    for days in Self.windows {
      try registry.register(Self.definition(.sum, "quantity", days, "int64"))
      try registry.register(Self.definition(.max, "quantity", days, "int64"))
      try registry.register(Self.definition(.countDistinct, "city", days, "int64"))
      try registry.register(Self.definition(.last, "city", days, "string"))
    }
    try registry.register(
      TemporalFeatureDefinition(
        name: "city", description: "", entityKey: "id", timestampColumn: "at", dataType: "string"))
    let computed = try FeatureComputation(registry).run(try naive.frame()).frame
    for days in Self.windows {
      let seen = naive.moments.map { naive.seen($0, days: days) }
      let sums = seen.map { $0.compactMap(\.quantity) }.map { $0.isEmpty ? nil : $0.reduce(0, +) }
      #expect(try Array(computed["sum_quantity_\(days ?? 0)", as: Int64.self]) == sums)
      let largest = seen.map { $0.compactMap(\.quantity).max() }
      #expect(try Array(computed["max_quantity_\(days ?? 0)", as: Int64.self]) == largest)
      let cities = seen.map { Int64(Set($0.compactMap(\.city)).count) }
      #expect(try Array(computed["count_distinct_city_\(days ?? 0)", as: Int64.self]) == cities)
      #expect(try Array(computed["last_city_\(days ?? 0)", as: String.self]) == seen.map { $0.compactMap(\.city).last })
    }
    let passed = naive.moments.map { naive.seen($0, days: nil).last?.city }
    #expect(try Array(computed["city", as: String.self]) == passed)
  }

  @Test("no later event changes an earlier value", arguments: 1...5 as ClosedRange<UInt64>)
  func noFuture(_ seed: UInt64) throws {
    let naive = NaiveFeatures.random(seed: seed, count: 150, keys: 4)
    var registry = FeatureRegistry()
    for aggregation in TemporalAggregation.allCases {
      try registry.register(Self.definition(aggregation, "amount", 7, "float64"))
      try registry.register(Self.definition(aggregation, "amount", nil, "float64"))
    }
    let computation = try FeatureComputation(registry)
    let whole = try computation.run(try naive.frame()).frame
    let cutoff = Timestamp(seconds: 10 * 86_400)
    let early = try computation.run(try naive.frame(), cutoffDate: FeatureDate(cutoff)).frame
    let times = try whole["at", as: Timestamp.self]
    let kept = try whole.filter(times.map { (time: Timestamp?) -> Bool in time.map { $0 <= cutoff } ?? false })
    // The order of keys may differ: a key can first appear with a late event.
    #expect(rows(kept) == rows(early))
  }

  private func rows(_ frame: DataFrame) -> [String] {
    String(decoding: frame.csvText(), as: UTF8.self).split(separator: "\n").map(String.init).sorted()
  }

  @Test("an event exactly n days old is outside the window, one a second younger inside; ties share a value")
  func boundary() throws {
    let day: Int64 = 86_400
    let naive = NaiveFeatures(events: [
      NaiveEvent(key: 1, time: 7 * day, amount: 8), NaiveEvent(key: 1, time: 0, amount: 1),
      NaiveEvent(key: 1, time: 1, amount: 2), NaiveEvent(key: 1, time: 7 * day, amount: 16),
      NaiveEvent(key: 1, time: 7 * day + 1, amount: 32),
    ])
    var registry = FeatureRegistry()
    try registry.register(Self.definition(.sum, "amount", 7, "float64"))
    let computed = try FeatureComputation(registry).run(try naive.frame()).frame
    #expect(try Array(computed["sum_amount_7", as: Double.self]) == [1, 3, 26, 56])
  }
}
