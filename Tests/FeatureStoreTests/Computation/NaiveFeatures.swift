import FeatureStore

/// One raw event of the oracle; the row is its place in the frame.
struct NaiveEvent {
  var key: Int64?
  /// Seconds.
  var time: Int64?
  var amount: Double?
  var quantity: Int64?
  var city: String?
}

/// A slow, obvious recomputation: at each distinct pair of key and time it looks at every event.
struct NaiveFeatures {
  let events: [NaiveEvent]

  /// The pairs of key and time: keys as they first appear, times rising.
  var moments: [(key: Int64, time: Int64)] {
    var keys: [Int64] = []
    for event in events { if let key = event.key, !keys.contains(key) { keys.append(key) } }
    return keys.flatMap { (key: Int64) -> [(key: Int64, time: Int64)] in
      let times = Set(events.filter { $0.key == key }.compactMap(\.time))
      return times.sorted().map { (key, $0) }
    }
  }

  /// The events that count at a moment, by time and then by their place.
  func seen(_ moment: (key: Int64, time: Int64), days: Int?) -> [NaiveEvent] {
    let start = days.map { moment.time - Int64($0) * 86_400 }
    let seen = events.enumerated().filter { (_: Int, event: NaiveEvent) -> Bool in
      guard event.key == moment.key, let time = event.time else { return false }
      return time <= moment.time && (start.map { time > $0 } ?? true)
    }
    return seen.sorted { ($0.element.time ?? 0, $0.offset) < ($1.element.time ?? 0, $1.offset) }.map(\.element)
  }

  /// One column of numbers: an aggregation of the amounts at each moment.
  func amounts(_ aggregation: TemporalAggregation, days: Int?) -> [Double?] {
    moments.map { (moment: (key: Int64, time: Int64)) -> Double? in
      Self.value(aggregation, seen(moment, days: days).compactMap(\.amount).filter { !$0.isNaN })
    }
  }

  /// The amounts are whole numbers of 1/1024, so that the sums are exact in a double.
  static func value(_ aggregation: TemporalAggregation, _ values: [Double]) -> Double? {
    switch aggregation {
    case .count: return Double(values.count)
    case .countDistinct: return Double(Set(values).count)
    case .first: return values.first
    case .last: return values.last
    case .min: return values.min()
    case .max: return values.max()
    case .sum: return values.isEmpty ? nil : values.reduce(0, +)
    case .mean: return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    case .std:
      guard values.count > 1 else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
  }
}

extension NaiveFeatures {
  /// Random events: unsorted, several at one time, nulls everywhere, times around whole days so that windows' edges are hit.
  static func random(seed: UInt64, count: Int, keys: Int) -> NaiveFeatures {
    var numbers = SeededNumbers(seed: seed)
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
    let events = (0..<count).map { (_: Int) -> NaiveEvent in
      let day = Int64.random(in: -20..<40, using: &numbers)
      let offset = chance(60) ? 0 : Int64.random(in: -1...1, using: &numbers)
      return NaiveEvent(
        key: chance(4) ? nil : Int64.random(in: 0..<Int64(keys), using: &numbers),
        time: chance(4) ? nil : day * 86_400 + offset,
        amount: chance(15) ? nil : chance(5) ? .nan : Double(Int64.random(in: -5_000...5_000, using: &numbers)) / 1_024,
        quantity: chance(15) ? nil : Int64.random(in: 0..<6, using: &numbers),
        city: chance(15) ? nil : ["Oslo", "Bergen", "Rome", ""].randomElement(using: &numbers))
    }
    return NaiveFeatures(events: events)
  }

  func frame() throws -> DataFrame {
    try DataFrame(columns: [
      ("id", .int64(events.map(\.key))),
      ("at", .timestamp(events.map { $0.time.map { Timestamp(seconds: $0) } })),
      ("amount", .float64(events.map(\.amount))),
      ("quantity", .int64(events.map(\.quantity))),
      ("city", .string(events.map(\.city))),
    ])
  }
}
