import FeatureStore
import SampleKit

/// Reads customers online and measures how long it takes.
struct OnlineReads {
  let store: any FeatureStoreAdapter
  let references: [String]

  /// What a number of reads took.
  struct Times {
    let first: Duration
    /// How many reads came after the first.
    let repeats: Int
    let median: Duration
    let slowestInHundred: Duration
  }

  func read(_ customers: [Int64]) async throws -> OnlineFeatures {
    let keys = EntityKeys([(name: "customer_id", values: customers.map { FeatureValue.int64($0) })])
    return try await store.getOnlineFeatures(entityKeys: keys, featureRefs: references)
  }

  /// Reads the same customers again and again: so many times, or for three seconds where a read takes long.
  func time(_ customers: [Int64], repeats: Int) async throws -> Times {
    let clock = ContinuousClock()
    let first = try await clock.measure { _ = try await read(customers) }
    let end = clock.now + .seconds(3)
    var times: [Duration] = []
    while times.count < repeats, times.isEmpty || clock.now < end {
      times.append(try await clock.measure { _ = try await read(customers) })
    }
    times.sort()
    return Times(
      first: first, repeats: times.count, median: times[times.count / 2],
      slowestInHundred: times[times.count * 99 / 100])
  }

  /// Three customers worth a look: the one who spent most, the one who came back last, and one who came only once.
  static func interesting(_ purchases: Purchases) -> [(customer: Int64, title: String)] {
    let all = purchases.customers.indices
    let ranges = all.map { purchases.all(of: $0) }
    let spender = all.max { purchases.spend(ranges[$0]) < purchases.spend(ranges[$1]) }
    let regulars = all.filter { ranges[$0].count >= 10 && $0 != spender }
    let latest = regulars.max { lastDay(ranges[$0], purchases) < lastDay(ranges[$1], purchases) }
    let once = all.filter { ranges[$0].count == 1 }.max { purchases.spend(ranges[$0]) < purchases.spend(ranges[$1]) }
    let titles = ["best customer", "here just now", "came only once"]
    return zip([spender, latest, once], titles).compactMap { (position: Int?, title: String) in
      position.map { (purchases.customers[$0], title) }
    }
  }

  private static func lastDay(_ range: Range<Int>, _ purchases: Purchases) -> Int {
    range.last.map { purchases.days[$0] } ?? .min
  }
}
