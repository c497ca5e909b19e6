public import DataFrames
public import FeatureStoreCore

extension FeastAdapter: HistoricalReportAdapter {
  public func reportedHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions = HistoricalOptions()
  ) async throws -> ReportedFeatures {
    let repository = try location.required()
    let full = options.fullFeatureNames
    let requests =
      options.skipsUnreadable
      ? try repository.readableRequests(featureRefs, full: full, for: .historical).readable()
      : try repository.requests(featureRefs, full: full, for: .historical)
    return try HistoricalRetrieval(entityDF, options, in: repository.config).runReported(requests)
  }

  public func reportedHistoricalFeatures(
    entityDF: DataFrame, featureService: String, options: HistoricalOptions = HistoricalOptions()
  ) async throws -> ReportedFeatures {
    let repository = try location.required()
    let full = options.fullFeatureNames
    let requests =
      options.skipsUnreadable
      ? try repository.readableRequests(service: featureService, full: full, for: .historical).readable()
      : try repository.requests(service: featureService, full: full, for: .historical)
    return try HistoricalRetrieval(entityDF, options, in: repository.config).runReported(requests)
  }
}
