internal import DataFrames

/// Looks at one feature of a frame after the other.
struct LeakageScan {
  let features: [String]
  /// What could not be looked at.
  private(set) var notChecked: [LeakageReport.NotChecked] = []
  private let frame: DataFrame
  private let options: LeakageOptions
  private let times: RowTimes?
  private let comparison: LabelComparison?
  private let labelDates: LabelDates?
  /// The name in the registry of each feature that it has.
  private let registered: [ByteKey: String]

  init(_ frame: DataFrame, _ options: LeakageOptions) throws {
    self.frame = frame
    self.options = options
    let timeColumn = try Self.timeColumn(frame, options)
    let times = try timeColumn.name.map { try RowTimes($0, in: frame) }
    registered = Self.registered(frame, options)
    features = try Self.features(frame, options, Set(registered.keys), timeColumn: timeColumn.name)
    comparison = try options.labelColumn.flatMap { LabelComparison(try frame.trainingColumn($0), options) }
    labelDates = try options.labelDate.map { try LabelDates($0, in: frame, times) }
    self.times = times
    noteWhatIsMissing(timeColumn.problem)
  }

  private static func timeColumn(
    _ frame: DataFrame, _ options: LeakageOptions
  ) throws -> (name: String?, problem: String) {
    if let named = options.timestampColumn {
      return (try TimestampColumn.resolve(frame.schema, named: named, in: "The training frame"), "")
    }
    do {
      return (try TimestampColumn.resolve(frame.schema, named: nil, in: "The training frame"), "")
    } catch let error as FeatureStoreError {
      return (nil, String(error.message.trimmingSuffix { $0 == "." }))
    }
  }

  /// Columns under a registered name, or under a full one as in `view__feature`.
  private static func registered(_ frame: DataFrame, _ options: LeakageOptions) -> [ByteKey: String] {
    guard let registry = options.registry else { return [:] }
    var found: [ByteKey: String] = [:]
    for column in frame.columnNames {
      if registry.get(column) != nil {
        found[column] = column
      } else if let name = registry.featureNames.filter({ column.hasSuffix("__\($0)") }).max(by: { $0.count < $1.count }
      ),
        column.count > name.count + 2
      {
        found[column] = name
      }
    }
    return found
  }

  private static func features(
    _ frame: DataFrame, _ options: LeakageOptions, _ registered: Set<ByteKey>, timeColumn: String?
  ) throws -> [String] {
    if let named = options.features {
      for name in named { _ = try frame.trainingColumn(name) }
      return named
    }
    var others = Set<ByteKey>(strings: options.ignoring + [timeColumn, options.labelColumn].compactMap { $0 })
    if options.registry != nil {
      return frame.columnNames.filter { registered.contains($0) && !others.contains($0) }
    }
    others.formUnion(options.sourceTimestampColumns.values.map { ByteKey($0) })
    others.insert("feature_timestamp")
    if case .column(let name) = options.labelDate { others.insert(ByteKey(name)) }
    let names = Set<ByteKey>(strings: frame.columnNames)
    return frame.columnNames.filter { (name: String) -> Bool in
      !others.contains(name) && !(name.hasSuffix("_timestamp") && names.contains(String(name.dropLast(10))))
    }
  }

  func findings(_ feature: String) throws -> [LeakageReport.Finding] {
    let column = try frame.trainingColumn(feature)
    let source = sourceColumn(feature)
    let kinds =
      [
        try source.flatMap { try times?.rowsBefore($0, in: frame, filled: column) }.map { .sourceAfterRow(rows: $0) },
        try times?.rowsBefore(feature, in: frame, filled: column).map { .timeAfterRow(rows: $0) },
        comparison?.obstacle == nil ? comparison?.finding(column) : nil, labelDates?.finding(column), declared(feature),
      ] as [LeakageReport.Finding.Kind?]
    return kinds.compactMap { $0 }.map { LeakageReport.Finding(feature: feature, kind: $0) }
  }

  private func sourceColumn(_ feature: String) -> String? {
    if let named = options.sourceTimestampColumns[feature] { return named }
    return ["\(feature)_timestamp", "feature_timestamp"].first(where: frame.hasColumn)
  }

  private func declared(_ feature: String) -> LeakageReport.Finding.Kind? {
    guard !options.allowingHighRisk.contains(feature) else { return nil }
    switch options.registry?.highRisk(registered[feature] ?? feature, allowing: options.allowingHighRisk) {
    case nil: return nil
    case .declared(let notes): return .declaredHighRisk(notes: notes)
    case .madeFrom(let sources): return .madeFromHighRisk(sources)
    }
  }
}

extension LeakageScan {
  private mutating func noteWhatIsMissing(_ timeProblem: String) {
    func note(_ check: String, _ reason: String, asked: Bool) {
      notChecked.append(LeakageReport.NotChecked(check: check, reason: reason, wasAskedFor: asked))
    }
    if features.isEmpty { note("any feature", noFeature, asked: true) }
    if let label = options.labelColumn {
      let obstacle = comparison.map(\.obstacle) ?? "its values cannot be compared"
      if let obstacle { note("likeness to the label '\(label)'", obstacle, asked: true) }
    } else {
      note("likeness to the label", "no label column is named", asked: false)
    }
    if times == nil {
      let asked = options.labelDate != nil || !options.sourceTimestampColumns.isEmpty
      note("anything known too late", timeProblem, asked: asked)
    } else if labelDates?.hasRowsBefore == false {
      note("features known after the label date", "no row has a time before its label date", asked: true)
    }
  }

  private var noFeature: String {
    guard let registry = options.registry, options.features == nil else { return "no column counts as a feature" }
    return "none of the registry's features is a column, as 'feature' or 'view__feature'. Features there: "
      + "\(listed(registry.featureNames)). Columns here: \(listed(frame.columnNames))"
  }
}

/// The times of a frame's rows.
struct RowTimes {
  let name: String
  let values: [Timestamp?]

  init(_ name: String, in frame: DataFrame) throws {
    self.name = name
    values = try Self.times(name, in: frame)
  }

  static func times(_ name: String, in frame: DataFrame) throws -> [Timestamp?] {
    let found = try TimestampColumn.resolve(frame.schema, named: name, in: "The training frame")
    let column = try frame.column(found)
    let typed = column.type == .date ? try column.cast(to: .timestamp(.milliseconds, utc: true)) : column
    return Array(try typed.values(as: Timestamp.self))
  }

  /// In how many rows where a feature is filled the time in another column is later than the row's; nil: none, or the
  /// column holds no times.
  func rowsBefore(_ column: String, in frame: DataFrame, filled feature: Column) throws -> Int? {
    guard column != name, feature.count > 0 else { return nil }
    let type = try frame.trainingColumn(column).type
    guard type == .date || type.isTimestamp else { return nil }
    let others = try Self.times(column, in: frame)
    let rows = others.indices.count { (row: Int) -> Bool in
      guard !feature.isNull(row), let other = others[row], let time = values[row] else { return false }
      return other > time
    }
    return rows == 0 ? nil : rows
  }
}

/// Which rows are before and which from their label date on.
struct LabelDates {
  private let before: [Int]
  private let after: [Int]

  init(_ date: LeakageOptions.LabelDate, in frame: DataFrame, _ times: RowTimes?) throws {
    let dates: [Timestamp?] =
      switch date {
      case .date(let date): [Timestamp?](repeating: try date.timestamp(), count: frame.rowCount)
      case .column(let name): try RowTimes.times(name, in: frame)
      }
    var (before, after) = ([Int](), [Int]())
    for (row, time) in (times?.values ?? []).enumerated() {
      guard let time, let date = dates[row] else { continue }
      if time < date { before.append(row) } else { after.append(row) }
    }
    (self.before, self.after) = (before, after)
  }

  var hasRowsBefore: Bool { !before.isEmpty }

  func finding(_ column: Column) -> LeakageReport.Finding.Kind? {
    guard hasRowsBefore, before.allSatisfy({ !column.hasValue($0) }) else { return nil }
    let filled = after.count(where: column.hasValue)
    return filled > 0 ? .knownAfterLabel(rows: filled) : nil
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isCut(self[index(before: end)]) { end = index(before: end) }
    return self[startIndex..<end]
  }
}

extension DataFrame {
  /// - Throws: A ``FeatureStoreError`` that lists the columns there are.
  fileprivate func trainingColumn(_ name: String) throws -> Column {
    guard hasColumn(name) else {
      throw FeatureStoreError(
        .columnNotFound,
        "The training frame has no column '\(name)'.\(hint(for: name, among: columnNames)) "
          + "Columns there: \(listed(columnNames)).",
        context: .init(column: name))
    }
    return try column(name)
  }
}
