public import FeatureStoreCore

/// What a program says itself about the workspace it wants; everything left out is looked for.
///
/// ```swift
/// let configuration = DatabricksConfiguration(host: "https://dbc-1234.cloud.databricks.com", token: "dapi…")
/// ```
///
/// Each setting is looked for here, then in its environment variable, then in the profile file, as the official clients
/// do. The file is read only if a profile is named, or if neither a host nor any credential was found before. An empty
/// text counts as not set.
public struct DatabricksConfiguration: Sendable, Hashable {
  /// The workspace's address (`DATABRICKS_HOST`); `https://` is added where there is no scheme.
  public var host: String?
  /// A personal access token, or any other bearer token (`DATABRICKS_TOKEN`).
  public var token: Secret?
  /// The application id of a service principal (`DATABRICKS_CLIENT_ID`); needs ``clientSecret``.
  public var clientID: String?
  /// The OAuth secret of the service principal (`DATABRICKS_CLIENT_SECRET`).
  public var clientSecret: Secret?
  /// The name of a user (`DATABRICKS_USERNAME`), for workspaces that still take passwords; needs ``password``.
  public var username: String?
  /// The user's password (`DATABRICKS_PASSWORD`).
  public var password: Secret?
  /// The section of the profile file that counts (`DATABRICKS_CONFIG_PROFILE`).
  public var profile: String?
  /// The profile file (`DATABRICKS_CONFIG_FILE`); `~/.databrickscfg` by default.
  public var configFile: String?
  /// Which credentials count when there are several (`DATABRICKS_AUTH_TYPE`): `pat`, `oauth-m2m` or `basic`.
  public var authType: String?
  /// The SQL warehouse that runs statements (`DATABRICKS_WAREHOUSE_ID`).
  public var warehouseID: String?
  /// The warehouse as SQL drivers name it (`DATABRICKS_HTTP_PATH`): `/sql/1.0/warehouses/<id>`.
  public var httpPath: String?
  /// The account (`DATABRICKS_ACCOUNT_ID`), for hosts that serve a whole one.
  public var accountID: String?
  /// The workspace (`DATABRICKS_WORKSPACE_ID`), for hosts that serve several.
  public var workspaceID: String?
  /// The OAuth discovery document (`DATABRICKS_DISCOVERY_URL`), where the host does not name it itself.
  public var discoveryURL: String?
  /// The OAuth scopes to ask for; `all-apis` by default.
  public var scopes: [String]?
  /// The catalog of the feature tables (`DATABRICKS_CATALOG`); `main` by default.
  public var catalog: String?
  /// The schema of the feature tables (`DATABRICKS_SCHEMA`); `feature_store` by default.
  public var schema: String?
  /// The volume for files on their way (`DATABRICKS_VOLUME`), as `name` or `catalog.schema.name`;
  /// `feature_store_staging` beside the tables by default.
  public var volume: String?
  /// The online store that tables are published to (`DATABRICKS_ONLINE_STORE`).
  public var onlineStore: String?
  /// The serving endpoint that answers online reads (`DATABRICKS_SERVING_ENDPOINT`).
  public var servingEndpoint: String?
  /// How long one request may take; 60 seconds by default.
  public var httpTimeout: Duration?
  /// How long a request that fails for a passing reason is tried again; 300 seconds by default.
  public var retryTimeout: Duration?
  /// How long a statement may run; without a limit by default.
  public var statementTimeout: Duration?

  public init(
    host: String? = nil, token: Secret? = nil, clientID: String? = nil, clientSecret: Secret? = nil,
    username: String? = nil, password: Secret? = nil, profile: String? = nil, configFile: String? = nil,
    authType: String? = nil, warehouseID: String? = nil, httpPath: String? = nil, accountID: String? = nil,
    workspaceID: String? = nil, discoveryURL: String? = nil, scopes: [String]? = nil, catalog: String? = nil,
    schema: String? = nil, volume: String? = nil, onlineStore: String? = nil, servingEndpoint: String? = nil,
    httpTimeout: Duration? = nil, retryTimeout: Duration? = nil, statementTimeout: Duration? = nil
  ) {
    self.host = host
    self.token = token
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.username = username
    self.password = password
    self.profile = profile
    self.configFile = configFile
    self.authType = authType
    self.warehouseID = warehouseID
    self.httpPath = httpPath
    self.accountID = accountID
    self.workspaceID = workspaceID
    self.discoveryURL = discoveryURL
    self.scopes = scopes
    self.catalog = catalog
    self.schema = schema
    self.volume = volume
    self.onlineStore = onlineStore
    self.servingEndpoint = servingEndpoint
    self.httpTimeout = httpTimeout
    self.retryTimeout = retryTimeout
    self.statementTimeout = statementTimeout
  }
}
