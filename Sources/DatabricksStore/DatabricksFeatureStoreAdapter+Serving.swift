internal import FeatureStoreCore
internal import HTTP

/// Making the places that online values are served from.
extension DatabricksFeatureStoreAdapter {
  /// Makes an online store, or leaves the one that is there as it is, and waits until it is available.
  ///
  /// - Parameter capacity: `CU_1`, `CU_2`, `CU_4` or `CU_8`. A store costs money as long as it is there.
  public func createOnlineStore(_ name: String, capacity: String = "CU_1") async throws {
    try await failing("creating the online store '\(name)'").run {
      try await ServingPlaces(workspace: workspace).createOnlineStore(name, capacity)
    }
  }

  /// Makes a feature serving endpoint for features of published views, and waits until it answers.
  ///
  /// Features of two views that have one name are served as `view__feature`. Reads use the endpoint when it is configured
  /// as `DATABRICKS_SERVING_ENDPOINT`.
  ///
  /// - Parameter name: Letters, digits and hyphens.
  public func createServingEndpoint(_ name: String, featureRefs: [String]) async throws {
    try await failing("creating the serving endpoint '\(name)'").run {
      let requests = try await FeatureRequest.resolve(featureRefs, full: true, in: workspace)
      try await ServingPlaces(workspace: workspace).createEndpoint(name, requests)
    }
  }
}
