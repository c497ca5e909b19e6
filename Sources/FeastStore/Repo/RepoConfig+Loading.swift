internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

extension RepoConfig {
  /// Reads a repository's `feature_store.yaml`.
  ///
  /// - Parameter environment: What `$NAME` and `${NAME}` in the file stand for.
  /// - Throws: A `FeatureStoreError` that names the file and the key: `repositoryNotFound` without a file,
  ///   `configuration` for a bad value, `invalidName`. A store that cannot be used is blocked, see ``RepoPart``.
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
    guard let text = String(validating: content, as: UTF8.self) else {
      throw FeatureStoreError(.configuration, "\(file) is not UTF-8. Save it as UTF-8.", context: .init(path: file))
    }
    return try parse(text, repoPath: repoPath, environment: environment)
  }

  /// Reads the text of a `feature_store.yaml`.
  static func parse(_ text: String, repoPath: String, environment: [String: String]) throws -> RepoConfig {
    let file = RepoPath.join(repoPath, RepoLocator.fileName)
    // A byte order mark, which some editors write, is no part of the document.
    let document = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let yaml = try YAMLMapping(document: EnvironmentExpansion.expand(document, environment), file: file)
    var blocked = BlockedParts()
    let online = try blocked.unlessBlocked(.onlineStore) { try onlineStore(yaml) }
    let keyVersion = try blocked.unlessBlocked(.onlineStore) { try entityKeyVersion(yaml) } ?? .v3
    let registry = try blocked.unlessBlocked(.registry) { try registryPath(yaml) }
    try blocked.unlessBlocked(.onlineStore) { try refuseVersionedTables(yaml) }
    let offline = try blocked.unlessBlocked(.offlineStore) { try offlineStore(yaml) }
    let project = try yaml.requiredString("project", remedy: "Add a line such as 'project: my_project'.")
    do {
      try ProjectName.validate(project, usesSQLite: online != nil)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(error.code, "\(file): project: \(error.message)", context: .init(path: file))
    }
    return RepoConfig(
      repoPath: repoPath, project: project, projectDescription: try yaml.string("project_description") ?? "",
      provider: try yaml.string("provider") ?? "local",
      registryPath: registry.map { RepoPath.resolve($0, in: repoPath) } ?? "",
      onlineStorePath: online.flatMap { $0 }.map { RepoPath.resolve($0, in: repoPath) },
      offlineStoreType: offline ?? "dask", entityKeyVersion: keyVersion, blocked: blocked)
  }

  private static func registryPath(_ yaml: YAMLMapping) throws -> String {
    let remedy = "Add a line such as 'registry: data/registry.db'."
    guard let mapping = try yaml.mapping("registry") else {
      return try localPath(yaml.requiredString("registry", remedy: remedy), yaml, "registry")
    }
    let type = try mapping.string("registry_type") ?? "file"
    guard type == "file" else { throw mapping.notSupported("registry_type", type, supported: "file") }
    return try localPath(mapping.requiredString("path", remedy: remedy), mapping, "path")
  }

  /// With it, a version of a view has an online table of its own.
  private static func refuseVersionedTables(_ yaml: YAMLMapping) throws {
    let key = "enable_online_feature_view_versioning"
    guard let mapping = try yaml.mapping("registry"), try mapping.bool(key) == true else { return }
    throw mapping.notSupported(key, "true", supported: "false")
  }

  /// The path of the SQLite file; nil for no online store.
  private static func onlineStore(_ yaml: YAMLMapping) throws -> String? {
    guard yaml.has("online_store") else { return defaultOnlineStorePath }
    if yaml.isNull("online_store") { return nil }
    let mapping = try yaml.mapping("online_store")
    let type = try mapping.map { try $0.string("type") ?? "sqlite" } ?? yaml.string("online_store") ?? "sqlite"
    guard type == "sqlite" || type == sqliteClass else {
      throw yaml.notSupported("online_store", type, supported: "sqlite")
    }
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
    if type == duckDBClass { return "duckdb" }
    guard ["dask", "file", "duckdb"].contains(type) else {
      throw yaml.notSupported("offline_store", type, supported: "file, dask or duckdb")
    }
    return type
  }

  /// The classes that Feast takes for `sqlite` and `duckdb`; it has none for `dask` and `file`.
  private static let sqliteClass = "feast.infra.online_stores.sqlite.SqliteOnlineStore"
  private static let duckDBClass = "feast.infra.offline_stores.duckdb.DuckDBOfflineStore"

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
