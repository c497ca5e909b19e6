package import DataFrames

/// A frame made ready to be stored: the columns of a view, checked, in the types that every backend keeps.
package struct StoredFrame: Sendable {
  package let config: FeatureViewConfig
  package let timestampColumn: String
  package let features: [String]
  /// Keys, event time, created time, features; without the rows after the cut-off.
  package let frame: DataFrame

  /// Checks a frame against what its view is to be.
  ///
  /// Keys and times must not be null: Feast refuses to materialize such rows, or takes them for any time, and a key of
  /// Unity Catalog cannot hold one. Key columns of whole floats, as pandas makes them of integers with gaps, become int64.
  ///
  /// - Parameters:
  ///   - allowingEmpty: Whether a frame without rows is taken: it says what the columns of a new table are.
  ///   - carried: Columns that are stored as well although they are neither keys, times nor features.
  ///   - isDeclared: Whether the view is there with this definition already, whatever its columns are called.
  /// - Throws: A ``FeatureStoreError`` that names the column and what to do; nothing was written.
  package init(
    _ config: FeatureViewConfig, _ frame: DataFrame, allowingEmpty: Bool = false, carrying carried: [String] = [],
    isDeclared: Bool = false
  ) throws {
    try config.validate(names: !isDeclared)
    guard frame.rowCount > 0 || allowingEmpty else {
      throw FeatureStoreError(
        .emptyFrame, "The frame for view '\(config.name)' has no rows, so there is nothing to register.",
        context: .init(view: config.name))
    }
    let what = "The frame for view '\(config.name)'"
    timestampColumn = try TimestampColumn.resolve(frame.schema, named: config.timestampColumn, in: what)
    let times = [timestampColumn] + [config.createdTimestampColumn].compactMap { $0 }
    features = try Self.features(config, frame, times)
    if !isDeclared { for name in features { try validateAskable(name, kind: "feature", view: config.name) } }
    var columns: [(name: String, column: Column)] = []
    for key in config.entityKeys { columns.append((key, try Self.key(key, config, frame))) }
    for time in times { columns.append((time, try Self.time(time, config, frame))) }
    for feature in features { columns.append((feature, try Self.column(feature, config, frame))) }
    let known = Set<ByteKey>(strings: columns.map(\.name))
    for other in carried where !known.contains(other) { columns.append((other, try Self.column(other, config, frame))) }
    let stored = try DataFrame(columns: columns)
    self.frame = try Self.cutOff(stored, timestampColumn, config)
    self.config = config
  }

  private static func features(_ config: FeatureViewConfig, _ frame: DataFrame, _ times: [String]) throws -> [String] {
    if let both = config.features.first(where: times.contains) {
      throw FeatureStoreError(
        .invalidArgument,
        "Column '\(both)' of view '\(config.name)' is both a time and a feature. Leave it out of one.",
        context: .init(view: config.name, column: both))
    }
    let reserved = config.entityKeys + times
    let features =
      config.features.isEmpty
      ? frame.columnNames.filter { !reserved.contains($0) && !FeatureViewConfig.isLeftOut($0) } : config.features
    guard !features.isEmpty else {
      throw FeatureStoreError(
        .invalidArgument, "View '\(config.name)' would have no features: its frame has only keys and times.",
        context: .init(view: config.name))
    }
    return features
  }

  private static func column(_ name: String, _ config: FeatureViewConfig, _ frame: DataFrame) throws -> Column {
    guard frame.hasColumn(name) else {
      let remedy = config.features.contains(name) ? " Add it, of nulls if there is nothing to say." : ""
      throw FeatureStoreError(
        .columnNotFound,
        "The frame for view '\(config.name)' has no column '\(name)'.\(hint(for: name, among: frame.columnNames)) "
          + "Columns there: \(listed(frame.columnNames))."
          + remedy,
        context: .init(view: config.name, column: name))
    }
    return try frame.column(name)
  }

  private static func withoutNulls(_ name: String, _ config: FeatureViewConfig, _ frame: DataFrame) throws -> Column {
    let column = try column(name, config, frame)
    guard column.nullCount == 0 else {
      throw FeatureStoreError(
        .invalidArgument,
        "Column '\(name)' of view '\(config.name)' has \(column.nullCount) nulls. Keys and times must be filled: "
          + "drop those rows first.",
        context: .init(view: config.name, column: name))
    }
    return column
  }

  private static func key(_ name: String, _ config: FeatureViewConfig, _ frame: DataFrame) throws -> Column {
    let column = try withoutNulls(name, config, frame)
    switch column.type {
    case .int32, .int64, .string, .binary: return column
    case .timestamp, .date: return try column.cast(to: .timestamp(.microseconds, utc: true))
    case .float64:
      if let whole = try? column.cast(to: .int64) { return whole }
    default: break
    }
    throw FeatureStoreError(
      .typeMismatch,
      "Key column '\(name)' of view '\(config.name)' holds \(column.type). A key must be an integer, a string, binary or "
        + "a timestamp: convert it first.",
      context: .init(view: config.name, column: name))
  }

  /// Microseconds in UTC, which every reader knows; nanoseconds only if a fraction would be lost.
  private static func time(_ name: String, _ config: FeatureViewConfig, _ frame: DataFrame) throws -> Column {
    let column = try withoutNulls(name, config, frame)
    if let exact = try? column.cast(to: .timestamp(.microseconds, utc: true)) { return exact }
    guard column.type.isTimestamp else {
      throw FeatureStoreError(
        .typeMismatch, "Column '\(name)' of view '\(config.name)' holds \(column.type), not times.",
        context: .init(view: config.name, column: name))
    }
    return try column.cast(to: .timestamp(.nanoseconds, utc: true))
  }

  private static func cutOff(_ frame: DataFrame, _ timestampColumn: String, _ config: FeatureViewConfig) throws
    -> DataFrame
  {
    guard let cutoff = try config.cutoffDate?.timestamp() else { return frame }
    let kept = try frame[timestampColumn, as: Timestamp.self].map { (time: Timestamp?) -> Bool in
      time.map { $0 <= cutoff } ?? false
    }
    let result = try frame.filter(kept)
    guard result.rowCount > 0 || frame.rowCount == 0 else {
      throw FeatureStoreError(
        .emptyFrame, "All rows for view '\(config.name)' are after the cut-off date \(cutoff).",
        context: .init(view: config.name))
    }
    return result
  }
}
