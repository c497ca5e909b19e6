package import DataFrames

extension StoredFrame {
  /// The columns of a new table, without rows.
  ///
  /// - Throws: As for a frame with such columns; a name that comes twice is an error as well.
  package init(_ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]) throws {
    let columns = schema.map { (name: $0.name, column: Column.nulls($0.type, count: 0)) }
    let frame: DataFrame
    do {
      frame = try DataFrame(columns: columns)
    } catch {
      throw FeatureStoreError(
        .invalidArgument, "The schema for view '\(config.name)' cannot be used. \(error)",
        context: .init(view: config.name), underlying: error)
    }
    try self.init(config, frame, allowingEmpty: true)
  }
}
