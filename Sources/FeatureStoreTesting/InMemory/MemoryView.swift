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
  var online = MemoryOnline()
  var materializedUntil: Timestamp?

  /// The view as a registration leaves it.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` if the rows cannot be merged.
  init(_ rows: StoredFrame, _ mode: WriteMode, after before: MemoryView?, now: Timestamp) throws {
    config = rows.config
    config.cutoffDate = nil
    config.timestampColumn = rows.timestampColumn
    config.features = rows.features
    timestampColumn = rows.timestampColumn
    features = rows.features
    frame = try Self.rows(rows, after: mode == .merge ? before : nil)
    versions =
      (before?.versions ?? [])
      + [Version(number: (before?.versions.last?.number ?? 0) + 1, frame: frame, writtenAt: now)]
    online = before?.online ?? MemoryOnline()
    materializedUntil = before?.materializedUntil
  }

  var naive: NaiveView { NaiveView(config, timestampColumn: timestampColumn, frame) }

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

/// Merging: the union of rows and of columns.
extension MemoryView {
  /// New rows after stored ones, less those that another row of the same key and time beats.
  private static func rows(_ new: StoredFrame, after before: MemoryView?) throws -> DataFrame {
    var numbers = NaiveKeyNumbers()
    let stored = try before.map { try $0.naive.history(&numbers) }
    let added = try NaiveView(new.config, timestampColumn: new.timestampColumn, new.frame).history(&numbers)
    let frame = try before.map { try $0.union(new) } ?? new.frame
    return frame.taking(NaiveHistory((stored?.rows ?? []) + added.rows, hasCreated: true).rowsWithoutDuplicates())
  }

  private func union(_ new: StoredFrame) throws -> DataFrame {
    guard Set(new.config.entityKeys) == Set(config.entityKeys), new.timestampColumn == timestampColumn else {
      throw FeatureStoreError(
        .conflict,
        "View '\(config.name)' is stored with other entity keys or another timestamp column. Use mode overwrite.",
        context: .init(view: config.name))
    }
    let names = new.frame.columnNames + frame.columnNames.filter { !new.frame.hasColumn($0) }
    return try DataFrame(columns: try names.map { (name: $0, column: try union($0, new.frame)) })
  }

  /// Stored values, then new ones, in the one type that fits both.
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
    if let fitting = try? added.cast(to: stored.type) { return try Column.concatenating([stored, fitting]) }
    if let widened = try? stored.cast(to: added.type) { return try Column.concatenating([widened, added]) }
    throw FeatureStoreError(
      .conflict,
      "Column '\(name)' of view '\(config.name)' is stored as \(stored.type), but the new rows hold \(added.type).",
      context: .init(view: config.name, column: name))
  }
}
