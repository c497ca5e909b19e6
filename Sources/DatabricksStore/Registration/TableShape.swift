internal import DataFrames
internal import FeatureStoreCore

/// How the rows of a registration fit the table that is there, or what a new one looks like.
struct TableShape: Sendable {
  /// The rows in the types of the table's columns.
  let frame: DataFrame
  let keys: [FeatureTable.Field]
  let time: FeatureTable.Field
  let created: FeatureTable.Field?
  let features: [FeatureTable.Field]
  /// Those of the features that the table does not have yet.
  let added: [FeatureTable.Field]
  /// All columns that the table will have.
  let all: [FeatureTable.Field]

  /// - Throws: A ``FeatureStoreError``: code ``FeatureStoreError/Code/conflict`` when the table has other keys or types,
  ///   ``FeatureStoreError/Code/notSupported`` when Delta has no such column.
  init(_ rows: StoredFrame, existing: FeatureTable?) throws {
    try Self.checkNames(rows)
    if let existing { try Self.checkKeys(rows, existing) }
    var columns: [(name: String, column: Column)] = []
    var fields: [String: FeatureTable.Field] = [:]
    var added: [FeatureTable.Field] = []
    for (name, column) in zip(rows.frame.columnNames, rows.frame.columns) {
      let stored = existing?.column(name)
      let fitted = try Self.fit(column, name, rows, stored)
      let sqlType = stored?.sqlType ?? SQLType.text(fitted.type) ?? ""
      let field = FeatureTable.Field(name: stored?.name ?? name, sqlType: sqlType)
      columns.append((field.name, fitted))
      fields[name] = field
      if stored == nil { added.append(field) }
    }
    func field(_ name: String) -> FeatureTable.Field { fields[name] ?? FeatureTable.Field(name: name, sqlType: "") }
    frame = try DataFrame(columns: columns)
    keys = rows.config.entityKeys.map(field)
    time = field(rows.timestampColumn)
    created = rows.config.createdTimestampColumn.map(field)
    features = rows.features.map(field)
    self.added = existing == nil ? [] : added
    all = (existing?.columns ?? []) + added
  }

  private static func checkNames(_ rows: StoredFrame) throws {
    let forbidden: Set<Unicode.Scalar> = [" ", ",", ";", "{", "}", "(", ")", "="]
    var seen: [String: String] = [:]
    for name in rows.frame.columnNames {
      if let bad = name.unicodeScalars.first(where: { forbidden.contains($0) || $0.value < 0x20 }) {
        let shown = bad.value < 0x20 ? "line end or control character" : "'\(bad)'"
        throw FeatureStoreError(
          .invalidName,
          "Column '\(name.onOneLine())' of view '\(rows.config.name)' has a \(shown) in its name, which Delta tables do not take. "
            + "Rename the column.", context: .init(view: rows.config.name, column: name))
      }
      if name.hasPrefix("__fs_") {
        throw FeatureStoreError(
          .invalidName,
          "Column names that begin with __fs_, such as '\(name)', are used by the store. Rename the column.",
          context: .init(view: rows.config.name, column: name))
      }
      if let other = seen.updateValue(name, forKey: name.lowercased()) {
        throw FeatureStoreError(
          .invalidName,
          "Columns '\(other)' and '\(name)' of view '\(rows.config.name)' differ in case alone, which Unity Catalog does "
            + "not tell apart. Rename one.", context: .init(view: rows.config.name, column: name))
      }
    }
  }

  private static func checkKeys(_ rows: StoredFrame, _ table: FeatureTable) throws {
    let (config, stored) = (rows.config, table.keys.map(\.name))
    let sameKeys = Set(config.entityKeys.map { $0.lowercased() }) == Set(stored.map { $0.lowercased() })
    let sameTime = rows.timestampColumn.lowercased() == table.time.name.lowercased()
    guard sameKeys, sameTime else {
      throw FeatureStoreError(
        .conflict,
        "Table \(table.name.full) has the entity keys \(listed(stored)) and the times in '\(table.time.name)', the new rows "
          + "have \(listed(config.entityKeys)) and '\(rows.timestampColumn)'. Use the same, or delete the table first.",
        context: .init(view: config.name))
    }
  }

  private static func fit(
    _ column: Column, _ name: String, _ rows: StoredFrame, _ stored: FeatureTable.Field?
  ) throws -> Column {
    let column = try inMicroseconds(column, name, rows)
    guard let stored else { return column }
    guard let type = stored.type, let fitted = try? column.fitting(type) else {
      throw FeatureStoreError(
        .conflict,
        "Column '\(name)' of view '\(rows.config.name)' is stored as \(stored.sqlType), but the new rows hold "
          + "\(column.type). Convert the column, or delete the table first.",
        context: .init(view: rows.config.name, column: name))
    }
    return fitted
  }

  /// The column with its times in microseconds, which is what Delta keeps.
  private static func inMicroseconds(_ column: Column, _ name: String, _ rows: StoredFrame) throws -> Column {
    let exact: Column? =
      switch column.type {
      case .timestamp(_, let utc): try? column.cast(to: .timestamp(.microseconds, utc: utc))
      case .list(.timestamp): column.listsInMicroseconds
      default: column
      }
    guard let exact else {
      throw FeatureStoreError(
        .typeMismatch,
        "Column '\(name)' of view '\(rows.config.name)' has times finer than a microsecond, which Delta tables do not keep. "
          + "Round them first.", context: .init(view: rows.config.name, column: name))
    }
    return exact
  }
}

extension Column {
  /// A column of lists of times with the times in microseconds; nil if that loses something.
  fileprivate var listsInMicroseconds: Column? {
    guard case .list(let lists) = storage, case .timestamp(_, let utc) = lists.elements.type,
      let elements = try? lists.elements.cast(to: .timestamp(.microseconds, utc: utc))
    else { return nil }
    return Column(.list(ListBuffer(offsets: lists.offsets, elements: elements)), validity: validity)
  }
}
