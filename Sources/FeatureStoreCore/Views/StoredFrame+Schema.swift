package import DataFrames

extension StoredFrame {
  /// The columns of a new table, without rows.
  ///
  /// - Throws: As for a frame with such columns; a name that comes twice is an error as well.
  package init(_ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]) throws {
    try self.init(config, try Self.emptyFrame(config, schema: schema), allowingEmpty: true)
  }

  /// A frame of these columns, without rows.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidArgument`` for a name that comes twice.
  package static func emptyFrame(
    _ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]
  ) throws -> DataFrame {
    do {
      return try DataFrame(columns: schema.map { (name: $0.name, column: Column.nulls($0.type, count: 0)) })
    } catch {
      throw FeatureStoreError(
        .invalidArgument, "The schema for view '\(config.name)' cannot be used. \(error)",
        context: .init(view: config.name), underlying: error)
    }
  }
}
