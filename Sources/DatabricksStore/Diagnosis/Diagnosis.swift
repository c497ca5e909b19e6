internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import HTTP

/// Tests a workspace step by step.
struct Diagnosis {
  private struct Step {
    let name: String
    let run: () async throws -> String
  }

  let workspace: Workspace

  /// The steps in order, up to and with the first that fails.
  func run() async -> [StoreCheck] {
    var checks: [StoreCheck] = []
    for step in steps {
      do {
        let finding = try await FailureTranslation(doing: step.name, host: workspace.client.host).run {
          try await step.run()
        }
        checks.append(StoreCheck(name: step.name, isFine: true, finding: finding))
      } catch {
        return checks + [StoreCheck(name: step.name, isFine: false, finding: "\(error)")]
      }
    }
    return checks
  }

  private var steps: [Step] {
    [
      Step(name: "settings") { settings() },
      Step(name: "identity") { "\(try await workspace.catalog.currentUser()) in \(workspace.client.host)" },
      Step(name: "warehouse") { try await warehouse() },
      Step(name: "catalog") { try await catalog() },
      Step(name: "schema") { try await schema() },
      Step(name: "volume") { try await volume() },
      Step(name: "tables") { try await tables() },
      Step(name: "online") { try await online() },
    ]
  }

  private func settings() -> String {
    ConfigurationReport(workspace.settings).description.split(separator: "\n").joined(separator: "; ")
  }

  private func warehouse() async throws -> String {
    let warehouse = try await workspace.statements.warehouse.choose()
    let answer = try await workspace.statements.smallQuery(
      SQLStatement("SELECT COUNT(*) AS `n` FROM (SELECT 1) AS one"))
    guard try await workspace.results.count(answer) == 1 else {
      throw FeatureStoreError(
        .remote, "The warehouse does not count to one. Choose another with DATABRICKS_WAREHOUSE_ID.")
    }
    return "'\(warehouse.name)' (\(warehouse.id)) runs statements"
  }

  private func catalog() async throws -> String {
    do {
      try await workspace.catalog.catalog(workspace.schema.catalog)
    } catch let error as APIError where error.isMissing {
      throw FeatureStoreError(
        .catalogNotFound,
        "There is no catalog '\(workspace.schema.catalog)', or you may not see it. Set DATABRICKS_CATALOG to one that you may "
          + "use, or ask for USE CATALOG.", underlying: error)
    }
    return workspace.schema.catalog
  }

  private func schema() async throws -> String {
    do {
      try await workspace.catalog.schema(workspace.schema)
      return workspace.schema.full
    } catch let error as APIError where error.isMissing {
      return "\(workspace.schema.full) is not there yet; the first registration makes it"
    }
  }

  /// Writes a small file to the volume and removes it.
  private func volume() async throws -> String {
    let volume = workspace.staging.volume
    do {
      try await workspace.catalog.volume(volume)
    } catch let error as APIError where error.isMissing {
      return "\(volume.full) is not there yet; the first large registration makes it"
    }
    try await workspace.staging.withFolder { (folder: String) in
      try await workspace.staging.upload(["probe": .int64([1])], to: folder)
    }
    return "\(volume.full) takes files"
  }

  /// Lists the views, and where there is a schema makes a table and removes it.
  private func tables() async throws -> String {
    let views = try await workspace.featureTables()
    do {
      try await workspace.catalog.schema(workspace.schema)
    } catch let error as APIError where error.isMissing {
      return "none yet"
    }
    let probe = workspace.table("feature_store_probe_\(UUID().uuidString.prefix(8))")
    try await workspace.statements.run(
      SQLStatement("CREATE TABLE IF NOT EXISTS \(probe.sql) (`k` BIGINT NOT NULL) USING DELTA"))
    try await workspace.statements.run(SQLStatement("DROP TABLE IF EXISTS \(probe.sql)"))
    return "\(views.count) feature views; tables can be made in \(workspace.schema.full)"
  }

  private func online() async throws -> String {
    if let endpoint = workspace.online.endpoint {
      let answer = try await workspace.client.call(.get, "/api/2.0/serving-endpoints/\(endpoint)")
      return "endpoint '\(endpoint)' is \(answer["state"]?["ready"]?.string ?? "unknown")"
    }
    guard let store = workspace.online.store else {
      return
        "no online store or endpoint is configured: online reads go through the warehouse, some hundred milliseconds each"
    }
    let answer = try await workspace.client.call(.get, "/api/2.0/feature-store/online-stores/\(store)")
    return
      "online store '\(store)' is \(answer["state"]?.string ?? "unknown"); no endpoint, so reads go through the warehouse"
  }
}
