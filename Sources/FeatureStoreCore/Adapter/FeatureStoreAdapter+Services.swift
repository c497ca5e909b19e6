public import DataFrames

/// Feature services, for backends that keep them.
public protocol FeatureServiceAdapter: FeatureStoreAdapter {
  /// Makes a feature service, or changes the one of this name.
  func registerFeatureService(_ config: FeatureServiceConfig) async throws

  /// The feature services there are, by name.
  func listFeatureServices() async throws -> [FeatureServiceConfig]

  func deleteFeatureService(_ name: String) async throws

  /// As ``FeatureStoreAdapter/getHistoricalFeatures(entityDF:featureRefs:options:)``, for the features of a service.
  func getHistoricalFeatures(
    entityDF: DataFrame, featureService: String, options: HistoricalOptions
  ) async throws -> DataFrame

  /// As ``FeatureStoreAdapter/getOnlineFeatures(entityKeys:featureRefs:options:)``, for the features of a service.
  func getOnlineFeatures(
    entityKeys: EntityKeys, featureService: String, options: OnlineOptions
  ) async throws -> OnlineFeatures
}

extension FeatureServiceAdapter {
  public func getHistoricalFeatures(entityDF: DataFrame, featureService: String) async throws -> DataFrame {
    try await getHistoricalFeatures(entityDF: entityDF, featureService: featureService, options: HistoricalOptions())
  }

  public func getOnlineFeatures(entityKeys: EntityKeys, featureService: String) async throws -> OnlineFeatures {
    try await getOnlineFeatures(entityKeys: entityKeys, featureService: featureService, options: OnlineOptions())
  }

  /// The feature service of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/serviceNotFound`` that lists those there are.
  public func featureService(_ name: String) async throws -> FeatureServiceConfig {
    let services = try await listFeatureServices()
    guard let service = services.first(where: { $0.name == name }) else {
      throw FeatureStoreError.serviceNotFound(name, existing: services.map(\.name))
    }
    return service
  }
}

extension FeatureStoreError {
  package static func serviceNotFound(_ name: String, existing: [String]) -> FeatureStoreError {
    FeatureStoreError(
      .serviceNotFound,
      "No feature service '\(name)'.\(hint(for: name, among: existing)) Services here: \(listed(existing.sorted())).")
  }
}
