/// Which backend was chosen, and why.
///
/// In this order: the argument, `FEATURE_STORE_BACKEND`, `DATABRICKS_RUNTIME_VERSION`, Databricks credentials, and
/// otherwise Feast. Databricks chosen without credentials is an error when it is opened, never a silent fall back to local
/// files.
public struct EnvironmentDetection: Sendable, Hashable, CustomStringConvertible {
  /// The store that was chosen.
  public enum Choice: Sendable, Hashable {
    /// A Feast repository in this folder.
    case feast(repoPath: String)
    case databricks
  }

  public let choice: Choice
  /// What decided, in words.
  public let reason: String

  public var description: String {
    switch choice {
    case .feast(let repoPath): "Feast in \(repoPath), because \(reason)"
    case .databricks: "Databricks, because \(reason)"
    }
  }

  /// What the decision looks at; a value, so that the decision can be tested without an environment.
  public struct Inputs: Sendable {
    public var backend: FeatureStoreBackend
    public var repoPath: String?
    public var environment: [String: String]
    /// The nearest folder upward that holds a `feature_store.yaml`.
    public var nearestRepo: String?

    public init(
      backend: FeatureStoreBackend = .auto, repoPath: String? = nil, environment: [String: String] = [:],
      nearestRepo: String? = nil
    ) {
      self.backend = backend
      self.repoPath = repoPath
      self.environment = environment
      self.nearestRepo = nearestRepo
    }
  }

  /// Where a repository is made when none is named or found.
  public static let defaultRepoPath = "feature_store/feature_repo"

  /// Decides from the inputs alone; an empty variable counts as not set.
  ///
  /// - Throws: A ``FeatureStoreError`` if `FEATURE_STORE_BACKEND` names no backend.
  public static func detect(_ inputs: Inputs) throws -> EnvironmentDetection {
    if inputs.backend != .auto {
      return choose(inputs.backend, "the backend was given as \(inputs.backend.rawValue)", inputs)
    }
    if let named = inputs.variable("FEATURE_STORE_BACKEND") {
      guard let backend = FeatureStoreBackend(rawValue: named.lowercased()) else {
        throw FeatureStoreError(
          .configuration, "FEATURE_STORE_BACKEND is '\(named)'. Set it to auto, feast or databricks, or remove it.")
      }
      if backend != .auto { return choose(backend, "FEATURE_STORE_BACKEND is \(backend.rawValue)", inputs) }
    }
    if inputs.variable("DATABRICKS_RUNTIME_VERSION") != nil {
      return choose(.databricks, "DATABRICKS_RUNTIME_VERSION is set", inputs)
    }
    if let found = inputs.databricksCredentials { return choose(.databricks, "\(found)", inputs) }
    return feast(inputs, nil)
  }

  private static func choose(
    _ backend: FeatureStoreBackend, _ reason: String, _ inputs: Inputs
  ) -> EnvironmentDetection {
    guard backend == .databricks else { return feast(inputs, reason) }
    return EnvironmentDetection(choice: .databricks, reason: reason)
  }

  private static func feast(_ inputs: Inputs, _ reason: String?) -> EnvironmentDetection {
    let (path, origin) = repo(inputs)
    let why = reason ?? "nothing points to Databricks"
    return EnvironmentDetection(choice: .feast(repoPath: path), reason: "\(why); \(origin)")
  }

  private static func repo(_ inputs: Inputs) -> (path: String, origin: String) {
    if let given = inputs.repoPath { return (given, "the repository path was given") }
    if let named = inputs.variable("FEAST_REPO_PATH") { return (named, "FEAST_REPO_PATH names the repository") }
    if let nearest = inputs.nearestRepo { return (nearest, "the nearest feature_store.yaml upward is there") }
    return (defaultRepoPath, "no feature_store.yaml was found upward, so this is the default path")
  }
}

extension EnvironmentDetection.Inputs {
  fileprivate func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What credentials were found, in words; nil if they are not complete.
  fileprivate var databricksCredentials: String? {
    if variable("DATABRICKS_CONFIG_PROFILE") != nil { return "DATABRICKS_CONFIG_PROFILE is set" }
    guard variable("DATABRICKS_HOST") != nil else { return nil }
    if variable("DATABRICKS_TOKEN") != nil { return "DATABRICKS_HOST and DATABRICKS_TOKEN are set" }
    if variable("DATABRICKS_CLIENT_ID") != nil, variable("DATABRICKS_CLIENT_SECRET") != nil {
      return "DATABRICKS_HOST, DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET are set"
    }
    return nil
  }
}
