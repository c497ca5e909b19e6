internal import DataFrames

/// Looks at one feature of a frame after the other.
struct LeakageScan {
  let features: [String]
  private let frame: DataFrame
  private let options: LeakageOptions
  /// The name of the column of the rows' times, and the times.
  private let times: (name: String, values: [Timestamp?])?
  private let label: Column?
  /// The label date of each row.
  private let labelDates: [Timestamp?]?

  init(_ frame: DataFrame, _ options: LeakageOptions) throws {
    self.frame = frame
    self.options = options
    let name = try Self.timeColumn(frame, options)
    times = try name.map { ($0, try Self.times($0, in: frame)) }
    label = try options.labelColumn.map { try Self.column($0, in: frame) }
    switch options.labelDate {
    case nil: labelDates = nil
    case .date(let date):
      labelDates = [Timestamp?](repeating: try date.timestamp(), count: frame.rowCount)
    case .column(let name): labelDates = try Self.times(name, in: frame)
    }
    features = try Self.features(frame, options, timeColumn: name)
  }

  private static func timeColumn(_ frame: DataFrame, _ options: LeakageOptions) throws -> String? {
    if let named = options.timestampColumn {
      return try TimestampColumn.resolve(frame.schema, named: named, in: "The training frame")
    }
    return try? TimestampColumn.resolve(frame.schema, named: nil, in: "The training frame")
  }

  private static func features(
    _ frame: DataFrame, _ options: LeakageOptions, timeColumn: String?
  ) throws -> [String] {
    if let named = options.features {
      for name in named { _ = try column(name, in: frame) }
      return named
    }
    if let registry = options.registry { return registry.featureNames.filter(frame.hasColumn) }
    var others = Set(options.ignoring + [timeColumn, options.labelColumn].compactMap { $0 })
    others.formUnion(options.sourceTimestampColumns.values)
    others.insert("feature_timestamp")
    if case .column(let name) = options.labelDate { others.insert(name) }
    let names = Set(frame.columnNames)
    return frame.columnNames.filter { (name: String) -> Bool in
      !others.contains(name) && !(name.hasSuffix("_timestamp") && names.contains(String(name.dropLast(10))))
    }
  }

  private static func column(_ name: String, in frame: DataFrame) throws -> Column {
    guard frame.hasColumn(name) else {
      throw FeatureStoreError(
        .columnNotFound,
        "The training frame has no column '\(name)'.\(hint(for: name, among: frame.columnNames)) "
          + "Columns there: \(listed(frame.columnNames)).",
        context: .init(column: name))
    }
    return try frame.column(name)
  }

  private static func times(_ name: String, in frame: DataFrame) throws -> [Timestamp?] {
    let found = try TimestampColumn.resolve(frame.schema, named: name, in: "The training frame")
    let column = try frame.column(found)
    let typed = column.type == .date ? try column.cast(to: .timestamp(.milliseconds, utc: true)) : column
    return Array(try typed.values(as: Timestamp.self))
  }

  func findings(_ feature: String) throws -> [LeakageReport.Finding] {
    let column = try Self.column(feature, in: frame)
    let kinds = [
      try late(feature, column), try likeness(column), knownAfterLabel(column), declared(feature),
    ]
    return kinds.compactMap { $0 }.map { LeakageReport.Finding(feature: feature, kind: $0) }
  }

  private func late(_ feature: String, _ column: Column) throws -> LeakageReport.Finding.Kind? {
    guard let times, let source = sourceColumn(feature), source != times.name else { return nil }
    let moments = try Self.times(source, in: frame)
    let rows = moments.indices.count { (row: Int) -> Bool in
      guard !column.isNull(row), let source = moments[row], let time = times.values[row] else { return false }
      return source > time
    }
    return rows == 0 ? nil : .sourceAfterRow(rows: rows)
  }

  private func sourceColumn(_ feature: String) -> String? {
    if let named = options.sourceTimestampColumns[feature] { return named }
    return ["\(feature)_timestamp", "feature_timestamp"].first(where: frame.hasColumn)
  }

  private func likeness(_ column: Column) throws -> LeakageReport.Finding.Kind? {
    guard let label, let likeness = try LabelLikeness(column, label).share else { return nil }
    if likeness == 1 { return .equalsLabel }
    return likeness >= options.nearlyEqual ? .nearlyEqualsLabel(likeness) : nil
  }

  private func knownAfterLabel(_ column: Column) -> LeakageReport.Finding.Kind? {
    guard let labelDates, let times else { return nil }
    var (before, filledBefore, filledAfter) = (0, 0, 0)
    for row in 0..<frame.rowCount {
      guard let time = times.values[row], let date = labelDates[row] else { continue }
      let isFilled = !column.isNull(row)
      if time < date {
        before += 1
        filledBefore += isFilled ? 1 : 0
      } else if isFilled {
        filledAfter += 1
      }
    }
    return before > 0 && filledBefore == 0 && filledAfter > 0 ? .knownAfterLabel(rows: filledAfter) : nil
  }

  private func declared(_ feature: String) -> LeakageReport.Finding.Kind? {
    guard let definition = options.registry?.get(feature), definition.leakageRisk == .high,
      !options.allowingHighRisk.contains(feature)
    else { return nil }
    return .declaredHighRisk(notes: definition.leakageNotes)
  }
}
