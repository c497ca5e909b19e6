internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// The columns of a view's next file: those of the new rows, then those that only the stored rows have.
struct StoredSchema {
  let columns: [(name: String, type: ColumnType)]

  /// Settles on one type for each column that both sides have.
  ///
  /// The stored type stays when the new values fit it exactly; otherwise the stored values must fit the new type. A new
  /// column of times has nanoseconds only where it needs them.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that names column and types.
  init(new: StoredFrame, stored: FeatureHistory?) throws {
    var columns: [(name: String, type: ColumnType)] = []
    let before = Dictionary(stored?.storedColumns.map { ($0.name, $0.type) } ?? []) { (first, _) in first }
    for (name, type) in new.frame.schema {
      guard let before = before[name] else {
        columns.append((name, try new.frame.column(name).withoutNeedlessNanoseconds.type))
        continue
      }
      columns.append((name, try Self.common(name, before, type, new)))
    }
    let known = Set(columns.map(\.name))
    columns += stored?.storedColumns.filter { !known.contains($0.name) } ?? []
    self.columns = columns
  }

  private static func common(
    _ name: String, _ before: ColumnType, _ now: ColumnType, _ new: StoredFrame
  ) throws -> ColumnType {
    if before == now { return before }
    if (try? new.frame.column(name).cast(to: before)) != nil { return before }
    if (try? Column.nulls(before, count: 1).cast(to: now)) != nil { return now }
    throw FeatureStoreError(
      .conflict,
      "Column '\(name)' of view '\(new.config.name)' is stored as \(before), but the new rows hold \(now). Convert the "
        + "column, or replace the stored rows with mode overwrite.",
      context: .init(view: new.config.name, column: name))
  }

  /// Returns a frame with exactly these columns; one that it lacks is filled with nulls.
  ///
  /// - Throws: A `DataFrameError` if a value does not fit its column's type exactly.
  func fit(_ frame: DataFrame) throws -> DataFrame {
    try DataFrame(
      columns: try columns.map { (name: String, type: ColumnType) -> (name: String, column: Column) in
        guard frame.hasColumn(name) else { return (name, .nulls(type, count: frame.rowCount)) }
        return (name, try frame.column(name).cast(to: type))
      })
  }
}

extension FeatureHistory {
  /// All columns of the file under the view's names, with their types.
  ///
  /// A column of a type that cannot be read is left out here and named when the file is merged.
  var storedColumns: [(name: String, type: ColumnType)] {
    file.schema.compactMap { field in field.type.map { (name: viewName(field.name), type: $0) } }
  }
}
