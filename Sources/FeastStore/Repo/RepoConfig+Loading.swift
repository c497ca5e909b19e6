internal import FeatureStoreCore
internal import Foundation

extension RepoConfig {
  /// Reads a repository's `feature_store.yaml`.
  ///
  /// - Parameter environment: What `$NAME` and `${NAME}` in the file stand for.
  /// - Throws: A `FeatureStoreError` that names the file and the key: `repositoryNotFound` without a file,
  ///   `configuration` for a bad value, `notSupported` for a store this package cannot use, `invalidName`.
  static func load(
    repoPath: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> RepoConfig {
    let file = RepoPath.join(repoPath, RepoLocator.fileName)
    guard let content = FileManager.default.contents(atPath: file) else {
      throw FeatureStoreError(
        .repositoryNotFound,
        "There is no feature repository in \(repoPath): \(RepoLocator.fileName) is missing or cannot be read. "
          + "Make one with `featurestore init`, or name another folder with `repoPath`.",
        context: .init(path: file))
    }
    return try parse(String(decoding: content, as: UTF8.self), repoPath: repoPath, environment: environment)
  }

  /// Reads the text of a `feature_store.yaml`.
  static func parse(_ text: String, repoPath: String, environment: [String: String]) throws -> RepoConfig {
    let file = RepoPath.join(repoPath, RepoLocator.fileName)
    let yaml = try YAMLMapping(document: EnvironmentExpansion.expand(text, environment), file: file)
    let online = try onlineStore(yaml)
    let project = try yaml.requiredString("project", remedy: "Add a line such as 'project: my_project'.")
    do {
      try ProjectName.validate(project, usesSQLite: online != nil)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(error.code, "\(file): project: \(error.message)", context: .init(path: file))
    }
    return RepoConfig(
      repoPath: repoPath, project: project, projectDescription: try yaml.string("project_description") ?? "",
      provider: try yaml.string("provider") ?? "local",
      registryPath: RepoPath.resolve(try registryPath(yaml), in: repoPath),
      onlineStorePath: online.map { RepoPath.resolve($0, in: repoPath) }, offlineStoreType: try offlineStore(yaml),
      entityKeyVersion: try entityKeyVersion(yaml))
  }

  private static func registryPath(_ yaml: YAMLMapping) throws -> String {
    let remedy = "Add a line such as 'registry: data/registry.db'."
    guard let mapping = try yaml.mapping("registry") else {
      return try localPath(yaml.requiredString("registry", remedy: remedy), yaml, "registry")
    }
    let type = try mapping.string("registry_type") ?? "file"
    guard type == "file" else { throw mapping.notSupported("registry_type", type, supported: "file") }
    for key in ["enable_online_feature_view_versioning"] where try mapping.bool(key) == true {
      throw mapping.notSupported(key, "true", supported: "false")
    }
    return try localPath(mapping.requiredString("path", remedy: remedy), mapping, "path")
  }

  /// The path of the SQLite file; nil for no online store.
  private static func onlineStore(_ yaml: YAMLMapping) throws -> String? {
    guard yaml.has("online_store") else { return defaultOnlineStorePath }
    if yaml.isNull("online_store") { return nil }
    let mapping = try yaml.mapping("online_store")
    let type = try mapping.map { try $0.string("type") ?? "sqlite" } ?? yaml.string("online_store") ?? "sqlite"
    guard type == "sqlite" else { throw yaml.notSupported("online_store", type, supported: "sqlite") }
    guard let mapping else { return defaultOnlineStorePath }
    try mapping.refuseUnknown(besides: [
      "type", "path", "vector_enabled", "similarity", "text_search_enabled", "enable_openai_compatible_store",
    ])
    for key in ["vector_enabled", "text_search_enabled", "enable_openai_compatible_store"]
    where try mapping.bool(key) == true {
      throw mapping.notSupported(key, "true", supported: "false")
    }
    return try localPath(mapping.string("path") ?? defaultOnlineStorePath, mapping, "path")
  }

  private static func offlineStore(_ yaml: YAMLMapping) throws -> String {
    guard yaml.has("offline_store"), !yaml.isNull("offline_store") else { return "dask" }
    let mapping = try yaml.mapping("offline_store")
    let type = try mapping.map { try $0.string("type") ?? "dask" } ?? yaml.string("offline_store") ?? "dask"
    guard ["dask", "file", "duckdb"].contains(type) else {
      throw yaml.notSupported("offline_store", type, supported: "file, dask or duckdb")
    }
    return type
  }

  private static func entityKeyVersion(_ yaml: YAMLMapping) throws -> EntityKeyVersion {
    let key = "entity_key_serialization_version"
    guard let version = try yaml.integer(key) else { return .v3 }
    if version >= 3 { return .v3 }
    if version == 2 { return .v2 }
    throw yaml.notSupported(key, "\(version)", supported: "2 and 3; set 3 and materialize the views again")
  }

  /// A path on this machine; Feast's other registries and stores are URLs.
  private static func localPath(_ path: String, _ yaml: YAMLMapping, _ key: String) throws -> String {
    guard !path.contains("://") else { throw yaml.notSupported(key, path, supported: "a path on this machine") }
    guard !path.isEmpty else { throw yaml.failure(key, "is empty. Give a path, relative to the repository.") }
    return path
  }
}
