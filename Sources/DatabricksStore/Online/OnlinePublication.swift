internal import FeatureStoreCore
internal import HTTP

/// Publishes a feature table to the online store that is configured.
struct OnlinePublication {
  let workspace: Workspace
  let table: FeatureTable

  private var store: String { workspace.online.store ?? "" }
  /// The online table stands beside its source.
  private var target: String { "\(table.name.full)_online" }

  /// Publishes the newest rows, again if they were published before, and waits until they can be read.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/unavailable`` if the store is not there or the
  ///   synchronization fails.
  func run() async throws {
    try await requireStore()
    let spec: JSONValue = .object([
      "online_store": .string(store), "online_table_name": .string(target), "publish_mode": .string(mode),
    ])
    _ = try await workspace.client.call(
      .post, "/api/2.0/feature-store/tables/\(table.name.full)/publish", body: .object(["publish_spec": spec]),
      repetition: .safe)
    try await waitUntilOnline()
  }

  /// A table without a change data feed, as somebody else may have made it, can only be copied as a whole.
  private var mode: String {
    table.properties["delta.enableChangeDataFeed"]?.lowercased() == "true" ? "TRIGGERED" : "SNAPSHOT"
  }

  /// Removes the online table; one that is not there is fine.
  func remove() async throws {
    do {
      _ = try await workspace.client.call(.delete, "/api/2.0/feature-store/online-tables/\(target)")
    } catch let error as APIError where error.isMissing {
      return
    }
  }

  private func requireStore() async throws {
    do {
      let answer = try await workspace.client.call(.get, "/api/2.0/feature-store/online-stores/\(store)")
      let state = answer["state"]?.string ?? ""
      guard state != "STOPPED", state != "DELETING" else {
        throw FeatureStoreError(.unavailable, "The online store '\(store)' is \(state). Start it in the workspace.")
      }
    } catch let error as APIError where error.isMissing {
      throw FeatureStoreError(
        .unavailable,
        "There is no online store '\(store)'. Make it with `createOnlineStore`, or remove "
          + "DATABRICKS_ONLINE_STORE to read from the warehouse.", underlying: error)
    }
  }

  private func waitUntilOnline() async throws {
    try await workspace.waiting.until("online table \(target)") {
      let state = try await state()
      if state.hasSuffix("FAILED") {
        throw FeatureStoreError(
          .unavailable,
          "Publishing view '\(table.view)' to '\(store)' failed: \(target) is \(state). Look at its pipeline in the workspace.",
          context: .init(view: table.view))
      }
      return isReady(state) ? nil : state
    }
  }

  /// Readable, and with what was just published.
  private func isReady(_ state: String) -> Bool {
    state.contains("_ONLINE") && !state.hasSuffix("PIPELINE_FAILED") && !state.hasSuffix("TRIGGERED_UPDATE")
  }

  private func state() async throws -> String {
    do {
      let answer = try await workspace.client.call(.get, "/api/2.0/database/synced_tables/\(target)")
      return answer["data_synchronization_status"]?["detailed_state"]?.string ?? ""
    } catch let error as APIError where error.isMissing {
      return ""
    }
  }
}
