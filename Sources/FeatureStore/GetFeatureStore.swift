internal import Foundation
internal import Logging

/// Opens the feature store that the environment points to: Feast here, Databricks there.
///
/// ```swift
/// let store = try getFeatureStore()
/// ```
///
/// Opening writes nothing; a Feast repository that is not there yet is made by the first registration.
///
/// - Parameters:
///   - backend: Overrides what the environment says.
///   - repoPath: The folder of a Feast repository; see ``EnvironmentDetection`` for the default.
///   - catalog: The Unity Catalog catalog (Databricks); nil: `DATABRICKS_CATALOG`, else `main`.
///   - schema: The schema in it (Databricks); nil: `DATABRICKS_SCHEMA`, else `feature_store`.
///   - environment: The variables to decide by; nil means those of this process.
/// - Throws: A ``FeatureStoreError`` if Databricks is chosen without credentials: it lists what was looked for and where;
///   or if a configuration cannot be read.
public func getFeatureStore(
  backend: FeatureStoreBackend = .auto, repoPath: String? = nil, catalog: String? = nil, schema: String? = nil,
  environment: [String: String]? = nil
) throws -> any FeatureStoreAdapter {
  let environment = environment ?? ProcessInfo.processInfo.environment
  let detection = try EnvironmentDetection.current(backend: backend, repoPath: repoPath, environment: environment)
  Logger(label: "feature-store").debug("using \(detection)")
  switch detection.choice {
  case .feast(let repoPath):
    return try FeastAdapter(repoPath: repoPath, environment: environment)
  case .databricks:
    return try DatabricksFeatureStoreAdapter(
      configuration: DatabricksConfiguration(catalog: catalog, schema: schema), environment: environment)
  }
}

extension EnvironmentDetection {
  /// Decides for this process: its working directory, and its environment unless another is given.
  ///
  /// - Throws: As ``detect(_:)``.
  public static func current(
    backend: FeatureStoreBackend = .auto, repoPath: String? = nil, environment: [String: String]? = nil
  ) throws -> EnvironmentDetection {
    let nearest = FeastAdapter.nearestRepository(from: FileManager.default.currentDirectoryPath)
    let inputs = Inputs(
      backend: backend, repoPath: repoPath, environment: environment ?? ProcessInfo.processInfo.environment,
      nearestRepo: nearest)
    return try detect(inputs)
  }
}
