public import ArgumentParser
public import FeatureStore
public import Logging

extension FeatureStoreBackend: ExpressibleByArgument {}
extension PushTarget: ExpressibleByArgument {}
extension WriteMode: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}

/// Options that every command takes, before its name or after it.
struct GlobalOptions: ParsableArguments {
  @Option(help: "The folder of a Feast repository.")
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

  /// Says so when a repository was named and is not there; an empty list alone would look like an empty repository.
  func noteMissingRepository(_ store: any FeatureStoreAdapter, _ context: CommandContext) throws {
    guard repo != nil, let store = store as? FeastAdapter, try !store.hasRepository() else { return }
    context.note("There is no feature repository in '\(store.repoPath)', so the list is empty.\n")
  }
}
