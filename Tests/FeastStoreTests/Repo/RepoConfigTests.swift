import FeatureStoreCore
import Foundation
import Testing

@testable import FeastStore

@Suite struct RepoConfigTests {
  private func parse(_ text: String, _ environment: [String: String] = [:]) throws -> RepoConfig {
    try RepoConfig.parse(text, repoPath: "/repo", environment: environment)
  }

  @Test("The least that Feast accepts gives its defaults")
  func defaults() throws {
    let config = try parse("project: demo\nregistry: data/registry.db\n")
    #expect(config.project == "demo")
    #expect(config.registryPath == "/repo/data/registry.db")
    #expect(config.onlineStorePath == "/repo/data/online.db")
    #expect(config.offlineStoreType == "dask")
    #expect(config.entityKeyVersion == .v3)
    #expect(config.provider == "local")
  }

  @Test("All forms of the registry and the stores are read")
  func forms() throws {
    let config = try parse(
      """
      project: demo
      registry: {path: /abs/r.db, registry_type: file, cache_ttl_seconds: 60, unknown: 1}
      online_store: {type: sqlite, path: o.db}
      offline_store: {type: duckdb}
      entity_key_serialization_version: 2
      something_else: {a: [1]}
      """)
    #expect(config.registryPath == "/abs/r.db")
    #expect(config.onlineStorePath == "/repo/o.db")
    #expect(config.offlineStoreType == "duckdb")
    #expect(config.entityKeyVersion == .v2)
    let base = "project: demo\nregistry: r.db\n"
    #expect(try parse(base + "online_store: sqlite").onlineStorePath == "/repo/data/online.db")
    #expect(try parse(base + "online_store: {}").onlineStorePath == "/repo/data/online.db")
    #expect(try parse(base + "online_store: {path: x.db}").onlineStorePath == "/repo/x.db")
    #expect(try parse(base + "offline_store: file").offlineStoreType == "file")
    #expect(try parse(base + "entity_key_serialization_version: 7").entityKeyVersion == .v3)
    let without = try parse(base + "online_store: null")
    #expect(without.onlineStorePath == nil)
    #expect(thrownCode { try without.requireOnlineStore() } == .configuration)
  }

  @Test("Merge keys bring in what a mapping does not have itself, and nothing that two of them disagree on")
  func mergeKeys() throws {
    let config = try parse(
      """
      first: &first {type: sqlite, path: first.db}
      second: &second {path: first.db, vector_enabled: false}
      base: &base
        <<: [*first, *second]
      project: demo
      registry: r.db
      online_store:
        <<: *base
      offline_store: {<<: {type: duckdb}}
      """)
    #expect(config.onlineStorePath == "/repo/first.db")
    #expect(config.offlineStoreType == "duckdb")
    let own = try parse("a: &a {path: a.db}\nproject: p\nregistry: r.db\nonline_store: {path: own.db, <<: *a}")
    #expect(own.onlineStorePath == "/repo/own.db")
    let differing = "a: &a {path: a.db}\nb: &b {path: b.db}\nproject: p\nregistry: r.db\nonline_store: {<<: [*a, *b]}"
    let error = try #require(throws: FeatureStoreError.self) { try parse(differing) }
    #expect(error.message.contains("'path' twice") && error.message.contains("online_store"))
    let quoted = "project: p\nregistry: r.db\nonline_store: {\"<<\": {path: a.db}}"
    #expect(thrownCode { try parse(quoted) } == .configuration)
    #expect(thrownCode { try parse("project: p\nregistry: r.db\nonline_store: {<<: 3}") } == .configuration)
  }

  @Test("A byte order mark and the classes of Feast's stores are taken")
  func marksAndClasses() throws {
    let classes = """
      online_store: {type: feast.infra.online_stores.sqlite.SqliteOnlineStore, path: o.db}
      offline_store: {type: feast.infra.offline_stores.duckdb.DuckDBOfflineStore}
      """
    let config = try parse("\u{FEFF}project: demo\nregistry: r.db\n" + classes)
    #expect(config.project == "demo" && config.onlineStorePath == "/repo/o.db" && config.offlineStoreType == "duckdb")
  }

  @Test(
    "A bad setting is an error that names the file and the key",
    arguments: [
      ("registry: r.db", FeatureStoreError.Code.configuration, "project"),
      ("project: demo", .configuration, "registry"),
      ("project: 12\nregistry: r.db", .configuration, "project"),
      ("project: _demo\nregistry: r.db", .invalidName, "project"),
      ("project: my-demo\nregistry: r.db", .invalidName, "project"),
      ("project: 'a b'\nregistry: r.db", .invalidName, "project"),
      ("", .configuration, "settings"), ("- a\n- b", .configuration, "settings"), ("a: [", .configuration, "YAML"),
      ("project: demo\nregistry: {registry_type: file}", .configuration, "registry.path"),
      ("project: demo\nregistry: r.db\nonline_store: {pth: x}", .configuration, "online_store.pth"),
      ("project: demo\nregistry: r.db\nentity_key_serialization_version: '3'", .configuration, "entity_key"),
      ("project: demo\nregistry: r.db\nentity_key_serialization_version: 3.0", .configuration, "entity_key"),
    ])
  func badSettings(_ text: String, _ code: FeatureStoreError.Code, _ key: String) throws {
    let error = try #require(throws: FeatureStoreError.self) { try parse(text) }
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains("/repo/feature_store.yaml"))
    #expect(error.message.contains(key), "\(error)")
  }

  @Test(
    "A part of a kind that cannot be used blocks itself alone, and its own settings are not looked at",
    arguments: [
      ("registry: {registry_type: sql, path: 'postgresql://x', cache: {a: 1}}", RepoPart.registry, "'sql'"),
      ("registry: {registry_type: remote, path: 'localhost:6570'}", .registry, "'remote'"),
      ("registry: s3://bucket/r.db", .registry, "s3://bucket/r.db"),
      ("online_store: {type: redis, connection_string: 'localhost:6379', unknown: 1}", .onlineStore, "'redis'"),
      ("online_store: redis", .onlineStore, "'redis'"),
      ("online_store: {type: postgres, host: h, password: 1}", .onlineStore, "'postgres'"),
      ("online_store: {vector_enabled: true}", .onlineStore, "online_store.vector_enabled"),
      ("entity_key_serialization_version: 1", .onlineStore, "entity_key"),
      ("registry: {path: r.db, enable_online_feature_view_versioning: true}", .onlineStore, "versioning"),
      ("offline_store: {type: bigquery}", .offlineStore, "'bigquery'"),
      ("offline_store: {type: spark, spark_conf: {a: b}}", .offlineStore, "'spark'"),
    ])
  func blockedParts(_ text: String, _ part: RepoPart, _ word: String) throws {
    let config = try parse("project: demo\n\(text.contains("registry:") ? "" : "registry: r.db\n")\(text)")
    for other in RepoPart.allCases where other != part { try config.require(other) }
    let error = try #require(throws: FeatureStoreError.self) { try config.require(part) }
    #expect(error.code == .notSupported)
    for wanted in ["/repo/feature_store.yaml", word, "The \(part.name) is needed by \(part.verbs)"] {
      #expect(error.message.contains(wanted), "\(error)")
    }
  }

  @Test("A registry that cannot be read says so at every use, and makes no file")
  func blockedRegistry() throws {
    let folder = try TemporaryFolder()
    try folder.write("project: demo\nregistry: {registry_type: sql, path: x}\n", to: "feature_store.yaml")
    let repository = FeastRepository(try RepoConfig.load(repoPath: folder.path, environment: [:]))
    #expect(thrownCode { try repository.registry.snapshot() } == .notSupported)
    #expect(thrownCode { try repository.registry.update { $0.projects = [] } } == .notSupported)
    #expect(folder.fileNames == ["feature_store.yaml"])
  }

  @Test(
    "The environment is put into the text before it is parsed",
    arguments: [
      ("a $X b", "a 1 b"), ("${X}y", "1y"), ("$Xy", "$Xy"), ("$$X", "$1"), ("$UNSET ${UNSET}", "$UNSET ${UNSET}"),
      ("${X:-d}", "${X:-d}"), ("$", "$"), ("${X", "${X"), ("$NEST", "$X"), ("é$X€", "é1€"), ("$-", "$-"),
    ])
  func expansion(_ text: String, _ expected: String) {
    #expect(EnvironmentExpansion.expand(text, ["X": "1", "NEST": "$X"]) == expected)
  }

  @Test("A value from the environment is parsed as if it stood in the file")
  func expandedSettings() throws {
    let config = try parse(
      "project: $P\nregistry: ${DIR}/r.db\n$MORE", ["P": "demo", "DIR": "d", "MORE": "online_store: null"])
    #expect(config.project == "demo")
    #expect(config.registryPath == "/repo/d/r.db")
    #expect(config.onlineStorePath == nil)
  }

  @Test("A new repository can be loaded, found from below, and made again; another one is not overwritten")
  func creation() throws {
    let folder = try TemporaryFolder()
    let repo = folder.file("feature_store/feature_repo")
    let made = try RepoConfig.create(at: repo, project: "customer_retention")
    #expect(try RepoConfig.load(repoPath: repo, environment: [:]) == made)
    #expect(made.onlineStorePath == repo + "/data/online_store.db")
    #expect(RepoLocator.find(from: repo + "/data/") == repo)
    #expect(RepoLocator.find(from: folder.path) == nil)
    try RepoConfig.create(at: repo, project: "customer_retention")
    #expect(thrownCode { try RepoConfig.create(at: repo, project: "other") } == .conflict)
    #expect(thrownCode { try RepoConfig.create(at: repo, project: "a-b") } == .invalidName)
  }

  @Test("A project name that YAML would read as a number is quoted")
  func quotedName() throws {
    let folder = try TemporaryFolder()
    #expect(try RepoConfig.create(at: folder.path, project: "2024").project == "2024")
  }

  @Test("A folder without the file is an error that says so")
  func missingFile() throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: FeatureStoreError.self) {
      try RepoConfig.load(repoPath: folder.path, environment: [:])
    }
    #expect(error.code == .repositoryNotFound)
    #expect(error.message.contains(folder.path))
  }
}
