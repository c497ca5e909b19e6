internal import FeatureStoreCore
internal import Foundation
internal import HTTP
internal import Logging

extension DatabricksFeatureStoreAdapter {
  /// Opens a workspace; nothing is sent yet.
  ///
  /// - Parameters:
  ///   - configuration: What the program says itself; everything left out is looked for in the environment, then in the
  ///     profile file.
  ///   - environment: The variables to look in; nil means those of this process.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/credentialsMissing`` that lists what was looked
  ///   for and where, or ``FeatureStoreError/Code/configuration`` that names a setting which cannot be used.
  public convenience init(
    configuration: DatabricksConfiguration = DatabricksConfiguration(), environment: [String: String]? = nil
  ) throws {
    let environment = environment ?? ProcessInfo.processInfo.environment
    let resolved = try ResolvedConfiguration.resolve(configuration, environment: environment)
    self.init(workspace: try Workspace(resolved, environment: environment))
  }
}

extension Workspace {
  /// Puts the services together that carry the verbs out.
  init(_ configuration: ResolvedConfiguration, environment: [String: String]) throws {
    let logger = Logger(label: "feature-store.databricks")
    let clock = ContinuousClock()
    var policy = RetryPolicy.workspace
    policy.budget = configuration.retryTimeout
    let curl = try Self.curl(environment)
    // Whoever waits for long wants to know what for.
    let onRetry: @Sendable (RetryEvent) -> Void = { logger.log(level: $0.attempt < 3 ? .info : .warning, "\($0)") }
    let transport = RetryingTransport(curl, policy: policy, clock: clock, onRetry: onRetry)
    let agent = UserAgent(authType: configuration.credentials.authType, environment: environment).description
    var headers: HTTPHeaders = ["User-Agent": agent]
    headers["X-Databricks-Workspace-Id"] = configuration.workspaceID
    let client = WorkspaceClient(
      host: configuration.host, transport: transport,
      storage: RetryingTransport(curl, policy: .storage, clock: clock, onRetry: onRetry),
      authenticator: configuration.makeAuthenticator(transport: transport, userAgent: agent, clock: clock),
      headers: headers, timeout: configuration.httpTimeout)
    self.init(client: client, configuration: configuration, logger: logger, clock: clock)
  }

  /// Trusts the certificates of `SSL_CERT_FILE` besides those of the system.
  private static func curl(_ environment: [String: String]) throws -> CurlTransport {
    var options = CurlTransport.Options()
    if let file = environment["SSL_CERT_FILE"], !file.isEmpty { options.trust = .systemAnd(path: file) }
    do {
      return try CurlTransport(options)
    } catch {
      throw FeatureStoreError(
        .configuration, "No connection can be made: \(error) Check the variable SSL_CERT_FILE.", underlying: error)
    }
  }

  /// Puts the services together over a client.
  init(
    client: WorkspaceClient, configuration: ResolvedConfiguration, logger: Logger, clock: any Clock<Duration>
  ) {
    let volume = configuration.volume
    let catalog = UnityCatalog(client: client)
    self.init(
      settings: configuration, schema: SchemaName(catalog: configuration.catalog, schema: configuration.schema),
      online: OnlinePlaces(store: configuration.onlineStore, endpoint: configuration.servingEndpoint),
      catalog: catalog,
      statements: StatementRunner(
        client: client,
        warehouse: WarehouseChooser(
          client: client, configured: configuration.warehouseID, clock: clock, logger: logger),
        clock: clock, timeout: configuration.statementTimeout),
      results: ResultReader(client: client),
      staging: StagingArea(
        volume: TableName(SchemaName(catalog: volume.catalog, schema: volume.schema), volume.name), catalog: catalog,
        logger: logger),
      logger: logger, clock: clock)
  }
}
