internal import DataFrames

/// The labels of some rows, ready to be compared with one feature after the other.
struct LabelRows {
  /// More different labels than this are no classes.
  static let mostClasses = 50

  private let rows: [Int]
  private let column: Column
  private let groups: ValueGroups
  private let numbers: [Double]?
  /// Whether labels come back often enough that being paired with them proves something.
  private var isClasses: Bool { groups.count <= Self.mostClasses && 2 * groups.count <= rows.count }

  /// - Parameter rows: Rows whose label is known.
  init?(_ label: Column, rows: [Int]) {
    column = label.taking(rows)
    guard let groups = ValueGroups(column) else { return nil }
    self.rows = rows
    self.groups = groups
    numbers = column.comparableNumbers()
  }

  var classCount: Int { groups.count }

  /// The rows, thinned to about `limit` of them: rare labels are kept, the others are spread over the frame.
  ///
  /// Which rows are taken follows from their number alone, but in no regular step, so that no rhythm of the data is met.
  func thinned(to limit: Int) -> [Int] {
    guard isClasses else { return Self.spread(rows, limit) }
    var byLabel = [[Int]](repeating: [], count: groups.count)
    for (row, group) in zip(rows, groups.ids) { byLabel[Int(group)].append(row) }
    return byLabel.flatMap { Self.spread($0, limit / groups.count) }
  }

  private static func spread(_ rows: [Int], _ limit: Int) -> [Int] {
    guard rows.count > limit else { return rows }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return (0..<limit).map { (index: Int) -> Int in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let (start, end) = (index * rows.count / limit, (index + 1) * rows.count / limit)
      return rows[start + Int(state >> 33) % (end - start)]
    }
  }

  /// What a feature tells about the labels; nil if nothing that counts.
  func likeness(_ feature: Column, _ bounds: LikenessBounds) -> LeakageReport.Finding.Kind? {
    let feature = feature.taking(rows)
    if let filled = filled(feature), filled >= bounds.agreement { return .filledWithLabel(filled) }
    guard let values = ValueGroups(feature) else { return nil }
    let hasTable = isClasses && (values.isOrdered || values.count <= Self.mostClasses)
    let pair = GroupedPair(values, groups, withTable: hasTable)
    guard pair.rowCount >= bounds.fewestRows, pair.hasDifferentLabels else { return nil }
    return equality(feature, pair, values, bounds)
      ?? (pair.evidence < bounds.evidence ? nil : told(pair, values, bounds) ?? followed(feature, pair, values, bounds))
  }

  /// How well being filled tells the label, whatever the values; nil when the rows prove too little.
  ///
  /// Of a number label that is no class, only whether it is zero.
  private func filled(_ feature: Column) -> Double? {
    guard feature.nullCount > 0 || feature.hasNaN, let labels = fillLabels else { return nil }
    return Self.told(by: (0..<feature.count).map { feature.hasValue($0) ? 1 : 0 }, labels)
  }

  /// How well a flag of each row tells one of the labels from the others; 0 when the rows prove too little.
  private static func told(by flags: [Int32], _ labels: ValueGroups) -> Double? {
    let flags = ValueGroups(ids: flags, count: 2, isOrdered: true)
    return (0..<Int32(labels.count)).lazy.map { (label: Int32) -> Double in
      let one = ValueGroups(ids: labels.ids.map { $0 == label ? 1 : 0 }, count: 2, isOrdered: true)
      let pair = GroupedPair(flags, one, withTable: true)
      return pair.hasDifferentLabels && pair.evidence >= LikenessBounds.enoughEvidence ? pair.toldByThreshold : 0
    }.max()
  }

  /// How well the most frequent value tells a label, whatever the many others are.
  private func toldByOneValue(_ values: ValueGroups) -> Double? {
    var counts = [Int](repeating: 0, count: values.count)
    for id in values.ids where id >= 0 { counts[Int(id)] += 1 }
    guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[most] > 1 else { return nil }
    return Self.told(by: values.ids.map { $0 < 0 ? -1 : $0 == Int32(most) ? 1 : 0 }, groups)
  }

  private var fillLabels: ValueGroups? {
    if isClasses { return groups }
    guard let numbers, numbers.contains(0) else { return nil }
    return ValueGroups(ids: numbers.map { $0 == 0 ? 0 : 1 }, count: 2, isOrdered: true)
  }

  /// Whether the feature has the labels' own values, or others that pair with them one to one.
  private func equality(
    _ feature: Column, _ pair: GroupedPair, _ values: ValueGroups, _ bounds: LikenessBounds
  ) -> LeakageReport.Finding.Kind? {
    let equal = Double(equalRows(feature, values)) / Double(pair.rowCount)
    let isPaired = isClasses && values.count <= Self.mostClasses && pair.isOneToOne
    if equal == 1 || isPaired { return pair.evidence >= LikenessBounds.equalEvidence ? .equalsLabel : nil }
    guard !isClasses, equal >= bounds.agreement, pair.evidence >= bounds.evidence else { return nil }
    return .nearlyEqualsLabel(equal)
  }

  /// Equal values count whatever their type (`1` and `1.0`, `true` and `1`).
  private func equalRows(_ feature: Column, _ values: ValueGroups) -> Int {
    if let own = feature.comparableNumbers(), let numbers { return zip(own, numbers).count { $0 == $1 } }
    guard feature.type == column.type else { return 0 }
    return values.ids.indices.count { (row: Int) -> Bool in
      guard values.ids[row] >= 0, let own = feature.text(row), let other = column.text(row) else { return false }
      return own.utf8.elementsEqual(other.utf8)
    }
  }

  private func told(
    _ pair: GroupedPair, _ values: ValueGroups, _ bounds: LikenessBounds
  ) -> LeakageReport.Finding.Kind? {
    guard isClasses else { return nil }
    if values.count <= Self.mostClasses {
      let share = pair.toldByValue
      if share >= bounds.agreement {
        return values.count == groups.count && share < 1 ? .nearlyEqualsLabel(share) : .tellsLabel(share)
      }
    }
    let share = max(values.isOrdered ? pair.toldByThreshold : 0, toldByOneValue(values) ?? 0)
    return share >= bounds.agreement ? .tellsLabel(share) : nil
  }

  /// Numbers by their correlation, which one large value in both must not make, and by that of their ranks.
  private func followed(
    _ feature: Column, _ pair: GroupedPair, _ values: ValueGroups, _ bounds: LikenessBounds
  ) -> LeakageReport.Finding.Kind? {
    guard values.isOrdered, groups.count > 2, let numbers, let own = feature.comparableNumbers(),
      let ranks = pair.rankCorrelation, ranks >= 0.8
    else { return nil }
    if let linear = correlation(own, numbers), linear >= bounds.correlation { return .nearlyEqualsLabel(linear) }
    return ranks >= bounds.correlation ? .followsLabel(ranks) : nil
  }
}

/// From when on a likeness counts.
struct LikenessBounds {
  /// Luck of one in 10 000: two flags of ten rows each, or one flag set in 5 of 100 rows.
  static let enoughEvidence = 9.2
  /// Luck of one in 100: for a feature that is the label throughout.
  static let equalEvidence = 4.6

  /// Each label's share of rows that must be told.
  var agreement: Double
  var correlation: Double
  var evidence = Self.enoughEvidence
  /// Two or three rows prove nothing.
  var fewestRows = 8

  /// Somewhat lower, for a first look at some of the rows.
  var loosened: LikenessBounds {
    var bounds = self
    bounds.agreement -= 0.03
    bounds.correlation -= 0.03
    return bounds
  }
}

/// Compares features with a label: large frames by some of their rows first, and as a whole where those look alike.
struct LabelComparison {
  private static let firstLook = 50_000

  private let whole: LabelRows
  private let some: LabelRows?
  private let bounds: LikenessBounds
  let knownRows: Int
  let classCount: Int

  /// Nil for labels without an order or equality, such as lists.
  init?(_ label: Column, _ options: LeakageOptions) {
    let known = (0..<label.count).filter(label.hasValue)
    guard let whole = LabelRows(label, rows: known) else { return nil }
    self.whole = whole
    some = known.count > 2 * Self.firstLook ? LabelRows(label, rows: whole.thinned(to: Self.firstLook)) : nil
    bounds = LikenessBounds(agreement: options.nearlyEqual, correlation: options.nearlyCorrelated)
    knownRows = known.count
    classCount = whole.classCount
  }

  /// Why no feature can be compared with these labels; nil if they can.
  var obstacle: String? {
    if knownRows < bounds.fewestRows { return "\(knownRows) rows have a label, which prove nothing" }
    return classCount < 2 ? "all rows have the same label" : nil
  }

  func finding(_ feature: Column) -> LeakageReport.Finding.Kind? {
    if let some, some.likeness(feature, bounds.loosened) == nil { return nil }
    return whole.likeness(feature, bounds)
  }
}

extension Column {
  fileprivate var hasNaN: Bool {
    switch storage {
    case .float32(let values): values.contains { $0.isNaN }
    case .float64(let values): values.contains { $0.isNaN }
    default: false
    }
  }
}
