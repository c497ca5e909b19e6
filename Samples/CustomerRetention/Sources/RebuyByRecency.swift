import FeatureStore

/// How often customers buy again, by how long ago they last bought: five groups of equal size.
struct RebuyByRecency {
  struct Group {
    let days: ClosedRange<Int32>
    let rows: Int
    let boughtAgain: Int
    var rate: Double { Double(boughtAgain) / Double(rows) }
  }

  let groups: [Group]

  /// Leaves out the rows whose customer had no snapshot yet.
  init(training: DataFrame) throws {
    let recency = try training["days_since_last_order", as: Int32.self]
    let labels = try training["bought_again", as: Bool.self]
    let known = zip(recency, labels).compactMap { (days: Int32?, label: Bool?) -> (days: Int32, again: Bool)? in
      guard let days, let label else { return nil }
      return (days, label)
    }
    // By days alone, rows of equal days in their order: the split is the same on every machine.
    let order = known.indices.sorted { (known[$0].days, $0) < (known[$1].days, $1) }
    groups = (0..<5).compactMap { (fifth: Int) -> Group? in
      let rows = order[(order.count * fifth / 5)..<(order.count * (fifth + 1) / 5)].map { known[$0] }
      guard let first = rows.first, let last = rows.last else { return nil }
      return Group(days: first.days...last.days, rows: rows.count, boughtAgain: rows.count { $0.again })
    }
  }

  func frame() -> DataFrame {
    [
      "days_from": .int32(groups.map(\.days.lowerBound)), "days_to": .int32(groups.map(\.days.upperBound)),
      "rows": .int64(groups.map { Int64($0.rows) }), "bought_again": .int64(groups.map { Int64($0.boughtAgain) }),
    ]
  }

  func lines() -> [String] {
    groups.map { (group: Group) -> String in
      let days = "\(group.days.lowerBound) to \(group.days.upperBound) days ago"
      let bar = String(repeating: "█", count: Int((group.rate * 80).rounded()))
      return "\(Page.left(days, 20)) \(Page.percent(group.rate, width: 6))  \(bar)"
    }
  }
}
