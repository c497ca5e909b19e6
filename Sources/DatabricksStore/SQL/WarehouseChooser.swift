internal import DataFrames
internal import FeatureStoreCore
internal import HTTP
internal import Logging

/// Finds the SQL warehouse to run on, starts it when it is stopped, and remembers it.
struct WarehouseChooser: Sendable {
  /// A warehouse as the workspace lists it.
  struct Warehouse: Sendable {
    let id: String
    let name: String
    let state: String
    let isServerless: Bool
    /// What is wrong with it, in the workspace's words.
    let health: String

    init(_ json: JSONValue) {
      id = json["id"]?.string ?? ""
      name = json["name"]?.string ?? ""
      state = json["state"]?.string ?? ""
      isServerless = json["enable_serverless_compute"]?.bool ?? false
      health = json["health"]?["summary"]?.string ?? json["health"]?["details"]?.string ?? ""
    }
  }

  private static let path = "/api/2.0/sql/warehouses"
  private static let longestStart: Duration = .seconds(20 * 60)

  let client: WorkspaceClient
  /// The id that was configured; nil: one is chosen.
  let configured: String?
  let clock: any Clock<Duration>
  let logger: Logger
  private let chosen = Locked<Task<String, any Error>?>(nil)

  init(client: WorkspaceClient, configured: String?, clock: any Clock<Duration>, logger: Logger) {
    self.client = client
    self.configured = configured
    self.clock = clock
    self.logger = logger
  }

  /// The id of a running warehouse; all callers share one search.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/warehouseNotFound`` or
  ///   ``FeatureStoreError/Code/unavailable``.
  func id() async throws -> String {
    let search = chosen.withLock { (task: inout Task<String, any Error>?) -> Task<String, any Error> in
      if let task { return task }
      let search = Task { try await running().id }
      task = search
      return search
    }
    do {
      return try await search.valueUnlessCancelled()
    } catch let error where !(error is CancellationError) {
      chosen.withLock { $0 = nil }
      throw error
    }
  }

  /// The warehouse that is configured, or the best one: running, else serverless, else the first.
  func choose() async throws -> Warehouse {
    if let configured {
      do {
        return Warehouse(try await client.call(.get, "\(Self.path)/\(configured)"))
      } catch let error as APIError where error.isMissing {
        throw FeatureStoreError(
          .warehouseNotFound,
          "There is no SQL warehouse '\(configured)' in \(client.host). Set DATABRICKS_WAREHOUSE_ID to one of: "
            + "\(listed(try await all().map { "\($0.id) (\($0.name))" })).", underlying: error)
      }
    }
    let all = try await all()
    guard
      let best = all.first(where: { $0.state == "RUNNING" }) ?? all.first(where: \.isServerless) ?? all.first
    else {
      throw FeatureStoreError(
        .warehouseNotFound,
        "There is no SQL warehouse in \(client.host) that you may use. Make one in the workspace (SQL Warehouses), or ask "
          + "an administrator for CAN USE on one.")
    }
    logger.info("using SQL warehouse '\(best.name)' (\(best.id)); set DATABRICKS_WAREHOUSE_ID to choose another")
    return best
  }

  func all() async throws -> [Warehouse] {
    try await client.list(Self.path, "warehouses").map(Warehouse.init).filter {
      $0.state != "DELETED" && $0.state != "DELETING"
    }
  }

  private func running() async throws -> Warehouse {
    var warehouse = try await choose()
    if warehouse.state == "RUNNING" { return warehouse }
    logger.notice("starting SQL warehouse '\(warehouse.name)', which is \(warehouse.state)")
    if warehouse.state != "STARTING" {
      _ = try await client.call(.post, "\(Self.path)/\(warehouse.id)/start", repetition: .safe)
    }
    var looks = 0
    let waiting = Waiting(clock: clock, logger: logger, limit: Self.longestStart)
    try await waiting.until("SQL warehouse '\(warehouse.name)'") {
      warehouse = Warehouse(try await client.call(.get, "\(Self.path)/\(warehouse.id)"))
      looks += 1
      if warehouse.state != "RUNNING", warehouse.state != "STARTING", looks > 3 { throw notStarted(warehouse) }
      return warehouse.state == "RUNNING" ? nil : warehouse.state
    }
    logger.notice("SQL warehouse '\(warehouse.name)' is running")
    return warehouse
  }

  private func notStarted(_ warehouse: Warehouse) -> FeatureStoreError {
    FeatureStoreError(
      .unavailable,
      "SQL warehouse '\(warehouse.name)' (\(warehouse.id)) did not start: it is \(warehouse.state)."
        + "\(warehouse.health.isEmpty ? "" : " The workspace says: \(warehouse.health).") Start it in the workspace, or "
        + "choose another with DATABRICKS_WAREHOUSE_ID.")
  }
}
