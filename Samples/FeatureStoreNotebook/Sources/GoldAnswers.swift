import FeatureStore

/// What a gold table itself says was known at a time: its rows by key and time, found without a feature store.
struct GoldAnswers {
  private let columns: [(name: String, column: Column)]
  private let settings: Settings
  /// The rows of each key by time.
  private let rows: [FeatureValue: [(time: Timestamp, row: Int)]]

  init(_ gold: DataFrame, _ features: [String], _ settings: Settings) throws {
    columns = try features.map { (name: $0, column: try gold.column($0)) }
    self.settings = settings
    let keys = try gold.column(settings.entityKey)
    let times = try gold[settings.timestampColumn, as: Timestamp.self]
    var rows: [FeatureValue: [(time: Timestamp, row: Int)]] = [:]
    for row in 0..<gold.rowCount {
      if let time = times[row] { rows[Self.key(keys, row), default: []].append((time, row)) }
    }
    self.rows = rows.mapValues { $0.sorted { $0.time < $1.time } }
  }

  /// Compares features that the store joined to rows with the newest gold row by each row's time, within the ttl.
  func compare(_ frame: DataFrame, at timeColumn: String, _ what: String) throws -> Comparison {
    let keys = try frame.column(settings.entityKey)
    let times = try frame[timeColumn, as: Timestamp.self]
    let ours = try columns.map { try frame.column($0.name) }
    var comparison = Comparison(what: what, rows: frame.rowCount)
    for row in 0..<frame.rowCount {
      let match = times[row].flatMap { time in newest(Self.key(keys, row), by: time) }
      for (index, gold) in columns.enumerated() {
        let expected = match.map { FeatureValue(gold.column, row: $0) } ?? .null
        comparison.add(FeatureValue(ours[index], row: row), expected, "\(gold.name), row \(row)")
      }
    }
    return comparison
  }

  /// Compares online values with each entity's newest gold row, whatever its age; a NaN goes online as a null, as with
  /// Feast.
  func compare(_ online: OnlineFeatures, _ what: String) throws -> Comparison {
    let keys = try online[settings.entityKey].values
    var comparison = Comparison(what: what, rows: keys.count)
    for gold in columns {
      let ours = try online[gold.name].values
      for (index, key) in keys.enumerated() {
        let match = rows[Self.wide(key)]?.last?.row
        let expected = match.map { FeatureValue(gold.column, row: $0) } ?? .null
        let isNaN = expected.doubleValue?.isNaN == true
        comparison.add(ours[index], isNaN ? .null : expected, "\(gold.name), entity \(index)")
      }
    }
    return comparison
  }

  private func newest(_ key: FeatureValue, by time: Timestamp) -> Int? {
    guard let rows = rows[key] else { return nil }
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let match = rows[low - 1]
    return time.age(since: match.time) <= Double(settings.ttlSeconds) ? match.row : nil
  }

  private static func key(_ column: Column, _ row: Int) -> FeatureValue { wide(FeatureValue(column, row: row)) }

  /// Whole numbers of either width are one key.
  private static func wide(_ key: FeatureValue) -> FeatureValue { key.intValue.map { .int64($0) } ?? key }
}

/// How many values were compared, and how many were equal.
struct Comparison {
  let what: String
  let rows: Int
  private(set) var compared = 0
  private(set) var equal = 0
  /// Where the first difference is; the values stay unsaid.
  private(set) var firstDifference: String?

  init(what: String, rows: Int) {
    self.what = what
    self.rows = rows
  }

  var different: Int { compared - equal }

  /// Counts a pair of values; a null equals only a null, and NaN equals NaN.
  mutating func add(_ ours: FeatureValue, _ gold: FeatureValue, _ place: @autoclosure () -> String) {
    compared += 1
    let areNaN = ours.doubleValue?.isNaN == true && gold.doubleValue?.isNaN == true
    if ours == gold || areNaN {
      equal += 1
    } else if firstDifference == nil {
      firstDifference = place()
    }
  }

  static func table(_ comparisons: [Comparison]) throws -> DataFrame {
    var columns: [(name: String, column: Column)] = [
      ("values of", .string(comparisons.map(\.what))), ("rows", .int64(comparisons.map { Int64($0.rows) })),
      ("compared", .int64(comparisons.map { Int64($0.compared) })),
      ("equal", .int64(comparisons.map { Int64($0.equal) })),
      ("different", .int64(comparisons.map { Int64($0.different) })),
    ]
    if comparisons.contains(where: { $0.different > 0 }) {
      columns.append(("first difference", .string(comparisons.map(\.firstDifference))))
    }
    return try DataFrame(columns: columns)
  }
}
