internal import DataFrames
internal import FeatureStoreCore

/// A view that is kept in memory: every version of its rows, and its online values.
struct MemoryView: Sendable {
  struct Version: Sendable {
    let number: Int64
    let frame: DataFrame
    let writtenAt: Timestamp
  }

  private(set) var config: FeatureViewConfig
  private(set) var timestampColumn: String
  private(set) var features: [String]
  /// Oldest first, at least one.
  private(set) var versions: [Version]
  /// The newest version's rows, in the order in which they were written.
  private(set) var frame: DataFrame
  /// Features that hold nulls alone, and that nobody gave a type.
  private var untyped: Set<String>
  var online = MemoryOnline()
  var materializedUntil: Timestamp?

  /// The view as a registration leaves it.
  ///
  /// - Parameter keepingTypes: Whether rows that do not fit the view's types are refused.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` if the rows cannot be merged.
  init(
    _ rows: StoredFrame, _ mode: WriteMode, keepingTypes: Bool, after before: MemoryView?, now: Timestamp
  ) throws {
    try Self.refuseUnservable(rows)
    config = rows.config
    config.cutoffDate = nil
    config.timestampColumn = rows.timestampColumn
    config.features = rows.features
    timestampColumn = rows.timestampColumn
    features = rows.features
    untyped = Self.untyped(rows, before)
    let new = try before?.fit(rows, keepingTypes: keepingTypes) ?? rows.frame
    frame = try Self.rows(rows, new, after: mode == .merge ? before : nil)
    versions =
      (before?.versions ?? [])
      + [Version(number: (before?.versions.last?.number ?? 0) + 1, frame: frame, writtenAt: now)]
    online = before?.online ?? MemoryOnline()
    materializedUntil = before?.materializedUntil
  }

  var naive: NaiveView { NaiveView(config, timestampColumn: timestampColumn, frame) }

  mutating func setCutoff(_ date: Timestamp?) { config.tags = ProjectCutoff.tags(config.tags, with: date) }

  func rows(after date: Timestamp) throws -> [Int] {
    try ProjectCutoff.rows(try frame.column(timestampColumn), after: date)
  }

  func type(_ column: String) throws -> ColumnType { try frame.column(column).type }

  /// The rows of a version, columns in the order keys, times, features, others.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/versionNotFound``.
  func rows(_ number: Int64?) throws -> DataFrame {
    guard let number else { return try ordered(frame) }
    guard let version = versions.first(where: { $0.number == number }) else {
      throw FeatureStoreError.versionNotFound(number, view: config.name, existing: versions.map(\.number))
    }
    return try ordered(version.frame)
  }

  private func ordered(_ frame: DataFrame) throws -> DataFrame {
    let known = config.entityKeys + [timestampColumn] + [config.createdTimestampColumn].compactMap { $0 } + features
    return try frame.reordered(known.filter(frame.hasColumn))
  }

  var summary: FeatureViewSummary {
    func fields(_ names: [String]) -> [FeatureViewSummary.Field] {
      names.map { .init(name: $0, type: (try? type($0).description) ?? "") }
    }
    return FeatureViewSummary(
      name: config.name, kind: "feature view", entityKeys: fields(config.entityKeys), features: fields(features),
      ttl: config.maxAge, timestampColumn: timestampColumn,
      createdTimestampColumn: config.createdTimestampColumn, source: "memory", isOnline: true, tags: config.tags,
      description: config.description, owner: config.owner, materializedUntil: materializedUntil)
  }
}

/// Types: new values take those that the view has.
extension MemoryView {
  /// The new rows in the types of the stored ones.
  private func fit(_ new: StoredFrame, keepingTypes: Bool) throws -> DataFrame {
    try DataFrame(
      columns: try zip(new.frame.columnNames, new.frame.columns).map { (name: String, column: Column) in
        guard frame.hasColumn(name) else { return (name: name, column: column) }
        let stored = try type(name)
        if let fitting = try? column.fitting(stored) { return (name: name, column: fitting) }
        let kept = KeptType.of(stored: stored, new: column, isUntyped: untyped.contains(name))
        guard kept != nil || !keepingTypes else {
          throw FeatureStoreError.misfit(
            name, view: config.name, declared: stored.description, new: column.type)
        }
        return (name: name, column: column)
      })
  }

  private static func untyped(_ new: StoredFrame, _ before: MemoryView?) -> Set<String> {
    guard new.frame.rowCount > 0 else { return before?.untyped ?? [] }
    return Set(
      zip(new.frame.columnNames, new.frame.columns).filter { (name: String, column: Column) -> Bool in
        let isNew = before.map { !$0.frame.hasColumn(name) || $0.untyped.contains(name) } ?? true
        return new.features.contains(name) && column.holdsNoValue && isNew
      }.map(\.0))
  }

  /// Feast has no type for lists of decimals.
  private static func refuseUnservable(_ rows: StoredFrame) throws {
    for feature in rows.features {
      guard case .list(.decimal) = try rows.frame.column(feature).type else { continue }
      throw FeatureStoreError(
        .notSupported,
        "Feature '\(feature)' of view '\(rows.config.name)' holds lists of decimals, which cannot be served online. "
          + "Convert it to lists of float64, or leave it out.",
        context: .init(view: rows.config.name, column: feature))
    }
  }
}

/// Merging: the union of rows and of columns.
extension MemoryView {
  /// New rows after stored ones, less those that another row of the same key and time beats.
  private static func rows(_ new: StoredFrame, _ added: DataFrame, after before: MemoryView?) throws -> DataFrame {
    var numbers = NaiveKeyNumbers()
    let stored = try before.map { try $0.naive.history(&numbers) }
    let rows = try NaiveView(new.config, timestampColumn: new.timestampColumn, added).history(&numbers)
    let frame = try before.map { try $0.union(new, added) } ?? added
    return frame.taking(NaiveHistory((stored?.rows ?? []) + rows.rows, hasCreated: true).rowsWithoutDuplicates())
  }

  private func union(_ new: StoredFrame, _ added: DataFrame) throws -> DataFrame {
    guard Set(new.config.entityKeys) == Set(config.entityKeys), new.timestampColumn == timestampColumn else {
      throw FeatureStoreError(
        .conflict,
        "View '\(config.name)' is stored with other entity keys or another timestamp column. Use `mode: .overwrite`.",
        context: .init(view: config.name))
    }
    let names = added.columnNames + frame.columnNames.filter { !added.hasColumn($0) }
    return try DataFrame(columns: try names.map { (name: $0, column: try union($0, added)) })
  }

  /// Stored values, then new ones, which have the stored type unless all stored values fit theirs.
  private func union(_ name: String, _ new: DataFrame) throws -> Column {
    guard frame.hasColumn(name) else {
      let added = try new.column(name)
      return try Column.concatenating([.nulls(added.type, count: frame.rowCount), added])
    }
    let stored = try frame.column(name)
    guard new.hasColumn(name) else {
      return try Column.concatenating([stored, .nulls(stored.type, count: new.rowCount)])
    }
    let added = try new.column(name)
    guard let widened = try? stored.fitting(added.type) else {
      throw FeatureStoreError.misfit(name, view: config.name, declared: stored.type.description, new: added.type)
    }
    return try Column.concatenating([widened, added])
  }
}
