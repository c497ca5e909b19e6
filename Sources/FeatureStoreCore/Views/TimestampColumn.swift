package import DataFrames

/// Finds the column of event times in a frame.
package enum TimestampColumn {
  /// Returns the named column; without a name `event_timestamp`, else `feature_timestamp`, else the only timestamp.
  ///
  /// - Throws: A ``FeatureStoreError`` that lists the candidates, or names the type of a column that holds no times.
  package static func resolve(_ schema: [(name: String, type: ColumnType)], named: String?, in what: String) throws
    -> String
  {
    if let named { return try check(schema, named, what) }
    for usual in ["event_timestamp", "feature_timestamp"] where schema.contains(where: { $0.name == usual }) {
      return try check(schema, usual, what)
    }
    let candidates = schema.filter { $0.type.isTimestamp }.map(\.name)
    if candidates.count == 1 { return candidates[0] }
    let found = candidates.isEmpty ? "no timestamp column" : "several timestamp columns: \(listed(candidates))"
    throw FeatureStoreError(
      .columnNotFound,
      "\(what) has \(found). Name the one that holds the event times with `timestampColumn`. "
        + "Columns here: \(listed(schema.map(\.name))).")
  }

  private static func check(_ schema: [(name: String, type: ColumnType)], _ name: String, _ what: String) throws
    -> String
  {
    guard let column = schema.first(where: { $0.name == name }) else {
      throw FeatureStoreError(
        .columnNotFound,
        "\(what) has no timestamp column '\(name)'.\(hint(for: name, among: schema.map(\.name))) "
          + "Columns here: \(listed(schema.map(\.name))). Rename the column of times, or name another as "
          + "`timestampColumn`.",
        context: .init(column: name))
    }
    guard column.type.isTimestamp || column.type == .date else {
      throw FeatureStoreError(
        .typeMismatch,
        "Column '\(name)' of \(what.prefix(1).lowercased() + what.dropFirst()) holds \(column.type), not times. Convert it to a timestamp or a date first.",
        context: .init(column: name))
    }
    return name
  }
}
