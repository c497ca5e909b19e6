public import DataFrames
public import FeatureStoreCore

extension FeastAdapter: FeatureServiceAdapter {
  public func registerFeatureService(_ config: FeatureServiceConfig) async throws {
    try config.validate()
    let repository = try location.required()
    try repository.registry.update { registry in
      try registry.register(config, project: repository.config.project, now: SystemCalls.now())
    }
  }

  public func listFeatureServices() async throws -> [FeatureServiceConfig] { try featureServices() }

  /// The services without a task switch, for callers that are not asynchronous.
  package func featureServices() throws -> [FeatureServiceConfig] {
    guard let repository = try location.existing() else { return [] }
    let services = try repository.registry.snapshot().registry.services(project: repository.config.project)
    return services.sorted { $0.name < $1.name }
  }

  public func deleteFeatureService(_ name: String) async throws {
    let repository = try location.required()
    try repository.registry.update { registry in
      try registry.deleteService(name, project: repository.config.project)
    }
  }

  public func getHistoricalFeatures(
    entityDF: DataFrame, featureService: String, options: HistoricalOptions
  ) async throws -> DataFrame {
    let repository = try location.required()
    let requests = try repository.requests(
      service: featureService, full: options.fullFeatureNames, for: .historical,
      skipsUnreadable: options.skipsUnreadable)
    return try HistoricalRetrieval(entityDF, options, in: repository.config).run(requests)
  }

  public func getOnlineFeatures(
    entityKeys: EntityKeys, featureService: String, options: OnlineOptions
  ) async throws -> OnlineFeatures {
    let repository = try location.required()
    let requests = try repository.requests(
      service: featureService, full: options.fullFeatureNames, for: .online, skipsUnreadable: options.skipsUnreadable)
    return try OnlineRetrieval(repository: repository, keys: entityKeys, options: options).run(requests)
  }
}
