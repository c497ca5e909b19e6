import DataFrames
import FeatureStoreCore
import FeatureStoreTesting

/// An adapter that does everything right but one thing.
final class BrokenAdapter: FeatureStoreAdapter {
  let fault: Fault
  let inner = InMemoryAdapter()
  /// What was registered under each name.
  let configs = Locked<[String: FeatureViewConfig]>([:])

  init(_ fault: Fault) { self.fault = fault }

  func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode) async throws -> String {
    do {
      return try await registerWrongly(config, frame, mode)
    } catch let error as FeatureStoreError where fault == .namesTheWrongCode {
      throw FeatureStoreError(.io, error.message)
    } catch let error as FeatureStoreError where fault == .changesBeforeItChecks {
      if config.name.hasSuffix("customers") {
        _ = try? await inner.registerFeatureView(
          FeatureViewConfig(name: config.name, entityKey: "customer_id"), frame.head(1))
        try? await inner.writeTable(config.name, inner.readTable(config.name))
      }
      throw error
    }
  }

  private func registerWrongly(
    _ config: FeatureViewConfig, _ frame: DataFrame, _ mode: WriteMode
  ) async throws -> String {
    var (config, frame, mode) = (config, frame, mode)
    let known = configs.withLock { $0[config.name] }
    switch fault {
    case .ignoresTTL: config.ttlDays = nil
    case .takesZeroDaysForOne: if config.ttlDays == 0 { config.ttlDays = 1 }
    case .ignoresCreated:
      let reserved = config.entityKeys + ["event_timestamp"] + [config.createdTimestampColumn].compactMap { $0 }
      if config.features.isEmpty { config.features = frame.columnNames.filter { !reserved.contains($0) } }
      config.createdTimestampColumn = nil
    case .firstWrittenWins: frame = try frame.slice(0..<frame.rowCount).reversed()
    case .mergeReplaces: mode = .overwrite
    case .overwriteMerges: mode = .merge
    case .repetitionAddsRows:
      if known != nil {
        frame = try frame.adding(
          "event_timestamp", .timestamp(try frame["event_timestamp", as: Timestamp.self].map { $0?.later(by: 1) }))
      }
    case .dropsOldColumns: config.features = frame.columnNames.filter { ["score", "age"].contains($0) }
    case .forgetsWhatIsNotSaid, .takesNewTypes, .takesWiderKeys:
      if known != nil { try await inner.deleteFeatureView(config.name) }
    case .addsUndeclaredColumns:
      config.features = frame.columnNames.filter { !["customer_id", "event_timestamp"].contains($0) }
    case .ignoresCutoff: config.cutoffDate = nil
    case .takesAllFeatures: config.features = []
    case .keepsOldDefinition: config = known ?? config
    case .losesSimultaneousWrites:
      if let stored = try? await inner.readTable(config.name) {
        for _ in 0..<100 { await Task.yield() }
        (frame, mode) = (try DataFrame.concat([stored, frame]), .overwrite)
      }
    case .failsWhenCancelled:
      if Task.isCancelled { throw FeatureStoreError(.io, "somebody interrupted this") }
    case .leavesHalfWhenCancelled:
      if Task.isCancelled {
        let half = frame.head(1)
        _ = try await Task { [config] in try await inner.registerFeatureView(config, half) }.value
      }
    default: break
    }
    let name = try await inner.registerFeatureView(config, frame, mode: mode)
    configs.withLock { [config] in $0[config.name] = config }
    return name
  }

  func listFeatureViews() async throws -> [FeatureViewSummary] {
    let views = try await inner.listFeatureViews()
    guard fault == .losesTags else { return views }
    return views.map { (view: FeatureViewSummary) -> FeatureViewSummary in
      FeatureViewSummary(
        name: view.name, kind: view.kind, entityKeys: view.entityKeys, features: view.features,
        ttl: view.ttl, timestampColumn: view.timestampColumn,
        createdTimestampColumn: view.createdTimestampColumn, source: view.source, isOnline: view.isOnline, tags: [:],
        description: view.description, owner: view.owner, materializedUntil: view.materializedUntil)
    }
  }

  func deleteFeatureView(_ name: String) async throws {
    if fault == .deletesNothing || fault == .keepsOnlineValues { return }
    try await inner.deleteFeatureView(name)
  }
}

/// Tables.
extension BrokenAdapter {
  func createTable(_ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]) async throws -> String {
    do {
      return try await inner.createTable(config, schema: schema)
    } catch FeatureStoreError.Code.conflict where fault == .createsTwice {
      return config.name
    }
  }

  func writeTable(_ name: String, _ frame: DataFrame, mode: WriteMode) async throws {
    if fault == .redefinesOnWrite {
      let config = FeatureViewConfig(name: name, entityKey: "customer_id")
      try await inner.registerFeatureView(config, frame, mode: .overwrite)
    } else {
      try await inner.writeTable(name, frame, mode: mode)
    }
  }

  func readTable(_ name: String, version: Int64?) async throws -> DataFrame {
    try await inner.readTable(name, version: fault == .readsTheNewestVersion ? nil : version)
  }

  func getTableMetadata(_ name: String) async throws -> TableMetadata { try await inner.getTableMetadata(name) }

  func listTables() async throws -> [String] { try await inner.listTables() }

  func deleteTable(_ name: String) async throws { try await inner.deleteTable(name) }
}

extension DataFrame {
  fileprivate func reversed() throws -> DataFrame {
    try DataFrame.concat((0..<rowCount).reversed().map { try slice($0..<$0 + 1) })
  }
}

extension Timestamp {
  /// This instant and some microseconds.
  func later(by microseconds: Int64) -> Timestamp { Timestamp(count(in: .microseconds) + microseconds, .microseconds) }
}
