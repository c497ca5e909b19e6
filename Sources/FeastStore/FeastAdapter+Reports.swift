public import DataFrames
public import FeatureStoreCore

extension FeastAdapter: HistoricalReportAdapter {
  public func reportedHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions = HistoricalOptions()
  ) async throws -> ReportedFeatures {
    let repository = try location.required()
    let requests = try repository.requests(
      featureRefs, full: options.fullFeatureNames, for: .historical, skipsUnreadable: options.skipsUnreadable)
    return try HistoricalRetrieval(entityDF, options, in: repository.config).runReported(requests)
  }

  public func reportedHistoricalFeatures(
    entityDF: DataFrame, featureService: String, options: HistoricalOptions = HistoricalOptions()
  ) async throws -> ReportedFeatures {
    let repository = try location.required()
    let requests = try repository.requests(
      service: featureService, full: options.fullFeatureNames, for: .historical,
      skipsUnreadable: options.skipsUnreadable)
    return try HistoricalRetrieval(entityDF, options, in: repository.config).runReported(requests)
  }
}
