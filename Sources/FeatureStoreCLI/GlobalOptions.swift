public import ArgumentParser
public import FeatureStore
public import Logging

extension FeatureStoreBackend: ExpressibleByArgument {}
extension PushTarget: ExpressibleByArgument {}
extension WriteMode: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}

/// Options that every command takes, before its name or after it.
struct GlobalOptions: ParsableArguments {
  @Option(help: "The folder of a Feast repository.", completion: .directory)
  var repo: String?

  @Option(help: "Which store to use: auto, feast or databricks.")
  var backend: FeatureStoreBackend = .auto

  @Option(help: "The Unity Catalog catalog (Databricks).")
  var catalog: String?

  @Option(help: "The schema in the catalog (Databricks).")
  var schema: String?

  @Option(help: "The id of the SQL warehouse (Databricks).")
  var warehouse: String?

  @Option(help: "What to log to standard error: trace, debug, info, notice, warning, error or critical.")
  var logLevel: Logger.Level = .warning

  /// The variables of the context, with the options that stand for variables laid over them.
  func environment(_ context: CommandContext) -> [String: String] {
    let overrides = [
      "DATABRICKS_CATALOG": catalog, "DATABRICKS_SCHEMA": schema, "DATABRICKS_WAREHOUSE_ID": warehouse,
    ]
    return context.environment.merging(overrides.compactMapValues { $0 }) { (_: String, new: String) -> String in new }
  }

  func detection(_ context: CommandContext) throws -> EnvironmentDetection {
    logToStandardError(logLevel)
    return try EnvironmentDetection.current(backend: backend, repoPath: repo, environment: environment(context))
  }

  func store(_ context: CommandContext) throws -> any FeatureStoreAdapter {
    logToStandardError(logLevel)
    return try getFeatureStore(backend: backend, repoPath: repo, environment: environment(context))
  }

  /// The store of a command that only a Feast repository has.
  ///
  /// - Parameter instead: What to use on Databricks, as a sentence.
  func feast(_ context: CommandContext, instead: String) throws -> FeastAdapter {
    guard let store = try store(context) as? FeastAdapter else {
      throw FeatureStoreError(
        .notSupported, "This command works on a Feast repository only; add --backend feast for one. \(instead)")
    }
    return store
  }

  /// The store of a command that only Databricks has.
  func databricks(_ context: CommandContext) throws -> DatabricksFeatureStoreAdapter {
    guard let store = try store(context) as? DatabricksFeatureStoreAdapter else {
      throw FeatureStoreError(
        .notSupported,
        "This command works on Databricks only; add --backend databricks. A Feast repository serves from its own SQLite file."
      )
    }
    return store
  }

  /// Refuses to list what is in a repository that is not there: an empty list would look like an empty repository.
  func requireRepository(_ store: any FeatureStoreAdapter) throws {
    guard let store = store as? FeastAdapter, try !store.hasRepository() else { return }
    throw FeatureStoreError(
      .repositoryNotFound,
      "There is no feature repository in '\(store.absoluteRepoPath)'. Make one with `featurestore init`, or name another "
        + "folder with --repo.", context: .init(path: store.absoluteRepoPath))
  }

  /// Runs a write, and says where a new repository is if it made one.
  func notingNewRepository<Result>(
    _ store: any FeatureStoreAdapter, _ context: CommandContext, _ write: () async throws -> Result
  ) async throws -> Result {
    guard let feast = store as? FeastAdapter, try !feast.hasRepository() else { return try await write() }
    func note() throws {
      if try feast.hasRepository() { context.note("Made a new feature repository: \(feast.absoluteRepoPath)\n") }
    }
    do {
      let result = try await write()
      try note()
      return result
    } catch {
      try note()
      throw error
    }
  }
}
