public import DataFrames
public import FeatureStoreCore

/// Training rows that stay in the workspace.
extension DatabricksFeatureStoreAdapter {
  /// As ``FeatureStoreAdapter/getHistoricalFeatures(entityDF:featureRefs:options:)``, written to a Delta table instead of
  /// coming back: for training sets that are larger than this machine.
  ///
  /// The table has all columns of the entity frame and the features, in no promised order. It is made, or replaced by a new
  /// version as one step.
  ///
  /// - Parameters:
  ///   - entityDF: Travels to the workspace with all its columns.
  ///   - table: `catalog.schema.name`, or a name in the schema of the feature tables. The catalog and the schema must exist.
  /// - Returns: The table's full name and its number of rows, which is that of the entity frame.
  @discardableResult
  public func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], into table: String, options: HistoricalOptions = HistoricalOptions()
  ) async throws -> (table: String, rowCount: Int) {
    let entities = try EntityFrame(entityDF, options)
    let target = try TableName(table, in: workspace.schema)
    return try await failing("writing training rows to \(target.full)").run {
      try await workspace.refuseFeatureTable(target)
      let requests = try await FeatureRequest.resolve(featureRefs, full: options.fullFeatureNames, in: workspace)
      let retrieval = HistoricalRetrieval(workspace: workspace, entities: entities, options: options)
      try await TrainingTable(retrieval: retrieval, target: target).write(requests)
      return (target.full, entityDF.rowCount)
    }
  }
}
