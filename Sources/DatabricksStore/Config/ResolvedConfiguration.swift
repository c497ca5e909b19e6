internal import FeatureStoreCore

/// All settings of one workspace, complete and checked, with where each came from.
package struct ResolvedConfiguration: Sendable {
  /// With a scheme, without a trailing slash.
  package let host: String
  package let credentials: Credentials
  /// Nil: one of the warehouses there is.
  package let warehouseID: String?
  package let accountID: String?
  package let workspaceID: String?
  package let discoveryURL: String?
  package let scopes: [String]
  package let catalog: String
  package let schema: String
  package let volume: VolumeName
  package let onlineStore: String?
  package let servingEndpoint: String?
  package let httpTimeout: Duration
  package let retryTimeout: Duration
  /// Nil: as long as it takes.
  package let statementTimeout: Duration?
  /// The settings as they were found.
  package let found: FoundSettings

  /// Looks for every setting: explicit, environment, profile file, and last the variables of the SQL drivers.
  ///
  /// - Parameters:
  ///   - homeFolder: What `~` stands for.
  ///   - readFile: Gives the text of a file, or nil if there is none.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/credentialsMissing`` if the host or the
  ///   credentials are not there, or ``FeatureStoreError/Code/configuration`` if a setting cannot be used: it names the
  ///   setting and where it came from.
  package static func resolve(
    explicit: DatabricksConfiguration, environment: [String: String], homeFolder: String,
    readFile: (String) throws -> String?
  ) throws -> ResolvedConfiguration {
    let found = try FoundSettings(
      explicit: explicit, environment: environment, homeFolder: homeFolder, readFile: readFile)
    try found.refuseControlCharacters()
    // Before any message could quote it: an address may hold a password.
    let host = try found[.host].map(WorkspaceHost.init)
    let credentials = try Credentials(found, environment: environment)
    guard let host else { throw MissingCredentials(found: found, environment: environment).error(credentials.kind) }
    return try ResolvedConfiguration(found, host, credentials)
  }

  private init(_ found: FoundSettings, _ host: WorkspaceHost, _ credentials: Credentials) throws {
    self.found = found
    self.credentials = credentials
    self.host = host.address
    warehouseID = try found.warehouseID()
    accountID = found[.accountID]?.value
    workspaceID = found[.workspaceID]?.value ?? host.workspaceID ?? found.workspaceOfWarehouse
    discoveryURL = found[.discoveryURL]?.value
    scopes = found[.scopes]?.words ?? ["all-apis"]
    catalog = try found[.catalog]?.objectName() ?? "main"
    schema = try found[.schema]?.objectName() ?? "feature_store"
    volume =
      try found[.volume]?.volumeName(in: catalog, schema)
      ?? VolumeName(catalog: catalog, schema: schema, name: "feature_store_staging")
    onlineStore = found[.onlineStore]?.value
    servingEndpoint = found[.servingEndpoint]?.value
    httpTimeout = try found[.httpTimeout]?.duration() ?? .seconds(60)
    retryTimeout = try found[.retryTimeout]?.duration() ?? .seconds(300)
    statementTimeout = try found[.statementTimeout]?.duration()
  }
}

extension FoundSettings {
  /// Refuses what would break a header or a path, before any of it is used.
  ///
  /// A line end behind a token is the usual case. Settings of unsupported kinds may hold whole documents.
  fileprivate func refuseControlCharacters() throws {
    for setting in all where setting.setting.kind?.isSupported ?? true {
      guard setting.value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw setting.failure("holds a control character, such as a line end. Remove it.")
      }
    }
  }

  /// The warehouse, by its id or by the path of the drivers: whichever was found first.
  fileprivate func warehouseID() throws -> String? {
    guard let found = all.first(where: { $0.setting == .warehouseID || $0.setting == .httpPath }) else { return nil }
    return found.setting == .warehouseID ? found.withoutQuery : try found.warehouseOfPath()
  }

  /// The workspace in what was copied with the warehouse from a browser: `…?o=123`.
  fileprivate var workspaceOfWarehouse: String? {
    [Setting.warehouseID, .httpPath].lazy.compactMap {
      self[$0].flatMap { WorkspaceHost.workspace(inQueryOf: $0.value) }
    }
    .first
  }
}

extension FoundSetting {
  /// The value without `?o=…`, which a browser puts behind it.
  fileprivate var withoutQuery: String { String(value.prefix { $0 != "?" && $0 != "#" }) }

  fileprivate func warehouseOfPath() throws -> String {
    let parts = withoutQuery.split(separator: "/")
    guard parts.count == 4, parts[0] == "sql", parts[1] == "1.0", parts[2] == "warehouses" || parts[2] == "endpoints"
    else {
      throw failure("is '\(value)'. It must be the path of a SQL warehouse: /sql/1.0/warehouses/<id>.")
    }
    return String(parts[3])
  }

  fileprivate var words: [String]? {
    let words = value.split { $0 == " " || $0 == "," }.map(String.init)
    return words.isEmpty ? nil : words
  }

  fileprivate func duration() throws -> Duration {
    guard let seconds = Double(value), seconds > 0, seconds <= 1e9 else {
      throw failure("is '\(value)'. It must be a number of seconds greater than 0.")
    }
    return .seconds(seconds)
  }
}
