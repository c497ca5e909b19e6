import DatabricksStore
import FeatureStoreCore
import Testing

@Suite struct ResolvedConfigurationTests {
  private func resolve(
    _ explicit: DatabricksConfiguration = .init(), _ environment: [String: String] = [:], file: String? = nil
  ) throws -> ResolvedConfiguration {
    try Lookup(explicit: explicit, environment: hostAndToken.merging(environment) { $1 }, file: file).resolve()
  }

  @Test("what is not set has its default")
  func defaults() throws {
    let resolved = try resolve()
    #expect(resolved.catalog == "main" && resolved.schema == "feature_store")
    #expect(resolved.volume.description == "main.feature_store.feature_store_staging")
    #expect(resolved.volume.path == "/Volumes/main/feature_store/feature_store_staging")
    #expect(resolved.scopes == ["all-apis"])
    #expect(resolved.httpTimeout == .seconds(60) && resolved.retryTimeout == .seconds(300))
    #expect(resolved.statementTimeout == nil && resolved.warehouseID == nil && resolved.accountID == nil)
    #expect(resolved.workspaceID == nil && resolved.discoveryURL == nil)
    #expect(resolved.onlineStore == nil && resolved.servingEndpoint == nil)
  }

  @Test("every variable arrives")
  func variables() throws {
    let resolved = try resolve(
      .init(),
      [
        "DATABRICKS_CATALOG": "cat", "DATABRICKS_SCHEMA": "sch", "DATABRICKS_VOLUME": "vol",
        "DATABRICKS_ONLINE_STORE": "on", "DATABRICKS_SERVING_ENDPOINT": "serve", "DATABRICKS_WAREHOUSE_ID": "w",
        "DATABRICKS_ACCOUNT_ID": "acc", "DATABRICKS_WORKSPACE_ID": "ws", "DATABRICKS_DISCOVERY_URL": "https://d",
      ])
    #expect(resolved.catalog == "cat" && resolved.schema == "sch" && resolved.volume.description == "cat.sch.vol")
    #expect(resolved.onlineStore == "on" && resolved.servingEndpoint == "serve" && resolved.warehouseID == "w")
    #expect(resolved.accountID == "acc" && resolved.workspaceID == "ws" && resolved.discoveryURL == "https://d")
  }

  @Test("every explicit setting arrives, before the environment")
  func explicit() throws {
    let resolved = try resolve(
      .init(
        warehouseID: "w", accountID: "acc", workspaceID: "ws", discoveryURL: "https://d", scopes: ["sql", "files"],
        catalog: "cat", schema: "sch", volume: "a.b.c", onlineStore: "on", servingEndpoint: "serve",
        httpTimeout: .milliseconds(1500), retryTimeout: .seconds(7), statementTimeout: .seconds(600)),
      ["DATABRICKS_CATALOG": "other", "DATABRICKS_VOLUME": "other", "DATABRICKS_WAREHOUSE_ID": "other"])
    #expect(resolved.catalog == "cat" && resolved.schema == "sch" && resolved.volume.description == "a.b.c")
    #expect(resolved.onlineStore == "on" && resolved.servingEndpoint == "serve" && resolved.warehouseID == "w")
    #expect(resolved.accountID == "acc" && resolved.workspaceID == "ws" && resolved.discoveryURL == "https://d")
    #expect(resolved.scopes == ["sql", "files"])
    #expect(resolved.httpTimeout == .milliseconds(1500) && resolved.retryTimeout == .seconds(7))
    #expect(resolved.statementTimeout == .seconds(600))
  }

  @Test("every key of a profile arrives, after the environment, and unknown keys are left alone")
  func profile() throws {
    let file = """
      [p]
      host = https://p
      warehouse_id = w
      scopes = sql, files
      http_timeout_seconds = 2.5
      retry_timeout_seconds = 9
      catalog = cat
      schema = sch
      cluster_id = c
      profile = other
      config_file = other
      """
    let environment = ["DATABRICKS_CONFIG_PROFILE": "p", "DATABRICKS_SCHEMA": "env", "DATABRICKS_HTTP_PATH": "unused"]
    let resolved = try resolve(.init(), environment, file: file)
    #expect(resolved.host == "https://h" && resolved.warehouseID == "w" && resolved.scopes == ["sql", "files"])
    #expect(resolved.httpTimeout == .seconds(2.5) && resolved.retryTimeout == .seconds(9))
    #expect(resolved.catalog == "cat" && resolved.schema == "env")
    #expect(resolved.found[.profile]?.value == "p" && resolved.found[.configFile] == nil)
  }

  @Test("the profile file can be another one; a tilde is the home folder", arguments: ["~/x/y", "/home/someone/x/y"])
  func configFile(path: String) throws {
    var asked: [String] = []
    let resolved = try ResolvedConfiguration.resolve(
      explicit: .init(), environment: ["DATABRICKS_CONFIG_FILE": path], homeFolder: Lookup.home
    ) {
      asked.append($0)
      return "[DEFAULT]\nhost = h\ntoken = t"
    }
    #expect(asked == ["/home/someone/x/y"])
    #expect(resolved.found[.token]?.origin == .profile("DEFAULT", file: "/home/someone/x/y"))
  }

  @Test("a file that cannot be read is an error, not a missing one")
  func unreadable() {
    struct Unreadable: Error {}
    #expect(throws: Unreadable.self) {
      _ = try ResolvedConfiguration.resolve(explicit: .init(), environment: [:], homeFolder: "/") { _ in
        throw Unreadable()
      }
    }
  }

  @Test(
    "the warehouse by its id or by the drivers' path, whichever comes first",
    arguments: [
      (DatabricksConfiguration(httpPath: "/sql/1.0/warehouses/abc"), [:], "abc"),
      (DatabricksConfiguration(httpPath: "sql/1.0/endpoints/abc"), ["DATABRICKS_WAREHOUSE_ID": "env"], "abc"),
      (DatabricksConfiguration(warehouseID: "w", httpPath: "/sql/1.0/warehouses/abc"), [:], "w"),
      (DatabricksConfiguration(), ["DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc"], "abc"),
      (DatabricksConfiguration(), ["DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc?o=12"], "abc"),
      (DatabricksConfiguration(), ["DATABRICKS_WAREHOUSE_ID": "abc?o=12"], "abc"),
      (
        DatabricksConfiguration(),
        ["DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc", "DATABRICKS_WAREHOUSE_ID": "env"], "env"
      ),
    ])
  func warehouse(explicit: DatabricksConfiguration, environment: [String: String], expected: String) throws {
    #expect(try resolve(explicit, environment).warehouseID == expected)
  }

  @Test(
    "the workspace is the one that is set, else the one in what was copied from a browser",
    arguments: [
      (["DATABRICKS_HOST": "https://h/?o=1", "DATABRICKS_WORKSPACE_ID": "2"], "2"),
      (["DATABRICKS_HOST": "https://h/?o=1", "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc?o=3"], "1"),
      (["DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/abc?o=3"], "3"),
      ([:], nil),
    ] as [([String: String], String?)])
  func workspace(environment: [String: String], expected: String?) throws {
    #expect(try resolve(DatabricksConfiguration(), environment).workspaceID == expected)
  }

  @Test(
    "values that cannot be used are errors that name the setting and its origin",
    arguments: [
      (["DATABRICKS_CATALOG": "a.b"], "catalog (DATABRICKS_CATALOG) is 'a.b'"),
      (["DATABRICKS_SCHEMA": "a b"], "schema (DATABRICKS_SCHEMA) is 'a b'"),
      (["DATABRICKS_VOLUME": "a.b"], "volume (DATABRICKS_VOLUME) is 'a.b'"),
      (["DATABRICKS_VOLUME": "a..b"], "volume (DATABRICKS_VOLUME) is 'a..b'"),
      (["DATABRICKS_VOLUME": "/Volumes/a/b/c"], "volume (DATABRICKS_VOLUME)"),
      (["DATABRICKS_HTTP_PATH": "sql/protocolv1/o/1/cluster"], "http_path (DATABRICKS_HTTP_PATH)"),
      (["DATABRICKS_WORKSPACE_ID": "1\r\nX: y"], "workspace_id (DATABRICKS_WORKSPACE_ID) holds a control character"),
    ])
  func unusable(environment: [String: String], expected: String) throws {
    let failure = try #require(Lookup(environment: hostAndToken.merging(environment) { $1 }).failure())
    #expect(failure.code == .configuration)
    #expect(failure.message.contains(expected))
  }

  @Test("times must be numbers of seconds above 0", arguments: ["0", "-1", "soon", "nan", "inf", "1e30"])
  func times(text: String) throws {
    let lookup = Lookup(file: "[DEFAULT]\nhost = h\ntoken = t\nhttp_timeout_seconds = \(text)")
    let failure = try #require(lookup.failure())
    #expect(failure.code == .configuration && failure.message.contains("http_timeout_seconds (profile DEFAULT in"))
  }

  @Test("each setting knows where it came from")
  func origins() throws {
    let file = "[p]\nhost = https://p\ntoken = t\nwarehouse_id = w"
    let resolved = try Lookup(
      explicit: .init(catalog: "c"), environment: ["DATABRICKS_SCHEMA": "s", "DATABRICKS_CONFIG_PROFILE": "p"],
      file: file
    ).resolve()
    #expect(resolved.found[.catalog]?.origin == .explicit)
    #expect(resolved.found[.schema]?.origin == .environment("DATABRICKS_SCHEMA"))
    #expect(resolved.found[.warehouseID]?.origin == .profile("p", file: Lookup.path))
    #expect(resolved.found.fileUse == .read(profile: "p", file: Lookup.path))
    #expect(resolved.found[.volume] == nil)
  }

  @Test("the report has a line a setting with value and origin, secrets masked")
  func report() throws {
    let resolved = try Lookup(
      explicit: .init(httpPath: "/sql/1.0/warehouses/abc", catalog: "c"),
      environment: ["DATABRICKS_HOST": "h/", "DATABRICKS_TOKEN": "t0k3n"]
    ).resolve()
    let report = "\(ConfigurationReport(resolved))"
    for line in [
      "host: https://h (DATABRICKS_HOST)", "token: *** (DATABRICKS_TOKEN)", "catalog: c (given by the program)",
      "auth_type: pat (the only kind that is configured)", "schema: feature_store (default)",
      "warehouse_id: abc (http_path, given by the program)", "volume: c.feature_store.feature_store_staging (default)",
      "http_timeout_seconds: 60.0 (default)",
      "The profile file was not read, because host (DATABRICKS_HOST) is set and no profile is named.",
    ] { #expect(report.split(separator: "\n").contains { $0 == line }, "\(line)") }
    #expect(!report.contains("t0k3n"))
    #expect(!"\(resolved)".contains("t0k3n") && !String(reflecting: resolved).contains("t0k3n"))
  }
}
