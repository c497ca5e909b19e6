package import DataFrames

/// The entity frame of a historical request, checked: what features are asked for, and as of when.
package struct EntityFrame: Sendable {
  package let frame: DataFrame
  package let timestampColumn: String
  private let fullNames: Bool

  /// - Throws: A ``FeatureStoreError`` if the frame has no rows, or no column of times.
  package init(_ frame: DataFrame, _ options: HistoricalOptions) throws {
    guard frame.rowCount > 0 else {
      throw FeatureStoreError(.emptyFrame, "The entity frame has no rows. Give it one row for each entity and time.")
    }
    self.frame = frame
    fullNames = options.fullFeatureNames
    timestampColumn = try TimestampColumn.resolve(
      frame.schema, named: options.timestampColumn, in: "The entity frame")
  }

  /// Refuses feature columns whose name the frame already has.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/duplicateFeature``.
  package func refuseCollision(with column: String, view: String) throws {
    guard frame.hasColumn(column) else { return }
    let remedy =
      fullNames
      ? "Rename the entity frame's column." : "Rename it, or ask for full feature names with `fullFeatureNames`."
    throw FeatureStoreError(
      .duplicateFeature, "The entity frame already has a column '\(column)'. \(remedy)",
      context: .init(view: view, column: column))
  }

  /// The column that holds an entity key.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/columnNotFound`` that lists the columns.
  package func keyColumn(_ key: String, view: String) throws -> Column {
    guard frame.hasColumn(key) else {
      throw FeatureStoreError(
        .columnNotFound,
        "The entity frame has no key column '\(key)', which view '\(view)' needs."
          + "\(renamingHint(for: key, among: frame.columnNames)) "
          + "Columns here: \(listed(frame.columnNames)).",
        context: .init(view: view, column: key))
    }
    return try frame.column(key)
  }
}
