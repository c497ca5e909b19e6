public import DatabricksStore
public import FeastStore
public import FeatureStoreCore
internal import Foundation

/// The name under which users of ``FeatureStoreManager`` know the local store.
public typealias FeastBackend = FeastAdapter

/// The name under which users of ``FeatureStoreManager`` know the workspace.
public typealias DatabricksBackend = DatabricksFeatureStoreAdapter

/// Publishes computed features and hands them out again, over any backend and by one set of definitions.
///
/// ```swift
/// let manager = try FeatureStoreManager.create(backend: .feast, repoPath: "feature_store/feature_repo")
/// try await manager.publishFeatures(purchases, registry, "customer_features", cutoffDate: "2024-06-30")
/// let training = try await manager.getTrainingFeatures(entities, registry, featureNames: ["spend_30d"])
/// ```
///
/// All tables that one project publishes share a cut-off date, which the store itself remembers with each table.
public struct FeatureStoreManager: Sendable {
  /// The table that is meant when none is named.
  public static let defaultTable = "customer_features"
  /// The folder for snapshots when none is named.
  public static let defaultOutputPath = "output"

  /// Where the features are kept.
  public let backend: any FeatureStoreAdapter
  /// The folder of the training snapshots.
  public let outputPath: String

  /// Creates a manager over a backend that is already there, such as a test's.
  public init(backend: any FeatureStoreAdapter, outputPath: String = defaultOutputPath) {
    self.backend = backend
    self.outputPath = outputPath
  }

  /// Opens a backend; nothing is written.
  ///
  /// - Parameters:
  ///   - repoPath: The folder of a Feast repository; see ``EnvironmentDetection`` for the default.
  ///   - catalog: The Unity Catalog catalog (Databricks).
  ///   - schema: The schema in the catalog (Databricks).
  ///   - outputPath: The folder for training snapshots.
  ///   - dataRoot: The folder for the data files of a Feast repository; nil: `data` in the repository.
  ///   - environment: The variables to decide by; nil means those of this process.
  /// - Throws: As ``getFeatureStore(backend:repoPath:catalog:schema:environment:)``; ``FeatureStoreError/Code/notSupported`` for a data
  ///   root where the backend is not Feast.
  public static func create(
    backend: FeatureStoreBackend = .feast, repoPath: String? = nil, catalog: String? = nil, schema: String? = nil,
    outputPath: String? = nil, dataRoot: String? = nil, environment: [String: String]? = nil
  ) throws -> FeatureStoreManager {
    let environment = environment ?? ProcessInfo.processInfo.environment
    let store = try open(backend, repoPath, dataRoot, (catalog, schema), environment)
    return FeatureStoreManager(backend: store, outputPath: outputPath ?? defaultOutputPath)
  }

  private static func open(
    _ backend: FeatureStoreBackend, _ repoPath: String?, _ dataRoot: String?,
    _ place: (catalog: String?, schema: String?),
    _ environment: [String: String]
  ) throws -> any FeatureStoreAdapter {
    guard let dataRoot else {
      return try getFeatureStore(
        backend: backend, repoPath: repoPath, catalog: place.catalog, schema: place.schema, environment: environment)
    }
    let detection = try EnvironmentDetection.current(backend: backend, repoPath: repoPath, environment: environment)
    guard case .feast(let repoPath) = detection.choice else {
      throw FeatureStoreError(
        .notSupported, "A data root is for a Feast repository, but the store is \(detection). Leave `dataRoot` out.")
    }
    return try FeastAdapter(repoPath: repoPath, environment: environment, dataRoot: dataRoot)
  }

  /// The names of the tables there are, sorted.
  public func listTables() async throws -> [String] { try await backend.listTables() }
}

/// Opens a manager over the store that the environment points to.
///
/// - Throws: As ``getFeatureStore(backend:repoPath:catalog:schema:environment:)``.
public func getFeatureStoreManager(
  backend: FeatureStoreBackend = .auto, repoPath: String? = nil, catalog: String? = nil, schema: String? = nil,
  outputPath: String? = nil, dataRoot: String? = nil, environment: [String: String]? = nil
) throws -> FeatureStoreManager {
  try FeatureStoreManager.create(
    backend: backend, repoPath: repoPath, catalog: catalog, schema: schema, outputPath: outputPath, dataRoot: dataRoot,
    environment: environment)
}
