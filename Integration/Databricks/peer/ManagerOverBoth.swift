import FeatureStore

/// Publishes features computed from raw events over both backends, and compares what comes back.
func managerOverBoth(folder: String) async throws {
  let local = FeatureStoreManager(backend: try FeastAdapter(repoPath: folder), outputPath: folder + "/feast")
  let remote = FeatureStoreManager(backend: try DatabricksFeatureStoreAdapter(), outputPath: folder + "/databricks")
  var compared = 0
  func expectEqual(_ answer: DataFrame, _ expected: DataFrame, _ what: String) throws {
    if let difference = answer.difference(from: expected) { throw Disagreement(description: "\(what): \(difference)") }
    compared += expected.rowCount * expected.columnNames.count
  }
  let registry = try Shop.registry()
  for manager in [local, remote] {
    let published = try await manager.publishFeatures(
      try Shop.purchases(), registry, "shop_features", ttlDays: 40, cutoffDate: "2024-03-15")
    guard published.rowsAfterCutoff > 0 else {
      throw Disagreement(description: "no purchase is after the cut-off date")
    }
  }
  let training = try await local.getTrainingFeatures(try Shop.entities(), registry, table: "shop_features")
  let ours = try await remote.getTrainingFeatures(try Shop.entities(), registry, table: "shop_features")
  try expectEqual(ours, training, "training features")
  let keys: EntityKeys = ["customer_id": .init((0..<30).map { .int64($0) })]
  for manager in [local, remote] {
    try await manager.backend.materialize(
      featureViews: ["shop_features"], startDate: "2024-01-01", endDate: "2024-04-01")
  }
  try expectEqual(
    try await remote.getOnlineFeatures(keys, registry, table: "shop_features").toFrame(),
    try await local.getOnlineFeatures(keys, registry, table: "shop_features").toFrame(), "online features")
  try await refuseAnotherCutoff(remote, registry)
  try await refuseAnotherCutoff(local, registry)
  guard try await remote.cutoffDate() == local.cutoffDate() else {
    throw Disagreement(description: "cut-off dates differ")
  }
  print("\(compared) values compared")
}

private func refuseAnotherCutoff(_ manager: FeatureStoreManager, _ registry: FeatureRegistry) async throws {
  do {
    try await manager.publishFeatures(try Shop.purchases(), registry, "other_features", cutoffDate: "2024-03-16")
  } catch FeatureStoreError.Code.conflict {
    return
  }
  throw Disagreement(description: "a second cut-off date was not refused")
}

/// Purchases of a shop, made by arithmetic, so that they are the same in every run.
private enum Shop {
  static func purchases() throws -> DataFrame {
    let rows = 0..<1_500
    return try DataFrame(columns: [
      (name: "customer_id", column: .int64(rows.map { Int64($0 * 7_919 % 40) })),
      (
        name: "feature_timestamp",
        column: .timestamp(rows.map { Timestamp(seconds: 1_704_067_200 + Int64($0 * 104_729 % 8_000_000)) })
      ),
      (name: "amount", column: .float64(rows.map { $0 % 11 == 0 ? nil : Double($0 * 31 % 1_000) / 8 })),
      (name: "channel", column: .string(rows.map { ["web", "shop", "phone"][$0 % 3] })),
    ])
  }

  static func entities() throws -> DataFrame {
    let rows = 0..<400
    return try DataFrame(columns: [
      (name: "customer_id", column: .int64(rows.map { Int64($0 * 37 % 45) })),
      (
        name: "event_timestamp",
        column: .timestamp(rows.map { Timestamp(seconds: 1_704_067_200 + Int64($0 * 15_485_863 % 9_000_000)) })
      ),
      (name: "bought_again", column: .int64(rows.map { Int64($0 % 2) })),
    ])
  }

  static func registry() throws -> FeatureRegistry {
    var registry = FeatureRegistry()
    func add(
      _ name: String, _ type: FeatureComputationType, _ source: String, _ aggregation: TemporalAggregation? = nil,
      days: Int? = nil
    ) throws {
      try registry.register(
        TemporalFeatureDefinition(
          name: name, description: name, entityKey: "customer_id", sourceColumns: [source], computationType: type,
          aggregation: aggregation, windowDays: days))
    }
    try add("last_amount", .passthrough, "amount")
    try add("total", .aggregation, "amount", .sum)
    try add("spend_30d", .window, "amount", .sum, days: 30)
    try add("orders_7d", .window, "amount", .count, days: 7)
    return registry
  }
}
