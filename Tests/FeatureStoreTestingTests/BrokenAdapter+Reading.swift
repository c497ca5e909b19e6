import DataFrames
import FeatureStoreCore
import FeatureStoreTesting

/// Training rows.
extension BrokenAdapter {
  func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame {
    do {
      return try await answer(entityDF, featureRefs, options)
    } catch  where fault == .swallowsErrors {
      return entityDF
    }
  }

  private func answer(_ entities: DataFrame, _ references: [String], _ options: HistoricalOptions) async throws
    -> DataFrame
  {
    var (asked, references, options) = (entities, references, options)
    let time = options.timestampColumn ?? "event_timestamp"
    switch fault {
    case .answersATickLater: asked = try shifted(entities, by: 1)
    case .answersATickEarlier: asked = try shifted(entities, by: -1)
    case .nullKeyMatches:
      asked = try entities.adding(
        "customer_id", .int64(try entities["customer_id", as: Int64.self].map { $0 ?? 1 }))
    case .ignoresFullNames: options.fullFeatureNames = false
    case .ignoresCreatedFilter: options.filterByCreatedTimestamp = false
    case .reversesFeatures: references.reverse()
    case .refusesDates:
      if entities.schema.contains(where: { $0.type == .date }) { throw FeatureStoreError(.typeMismatch, "no dates") }
    case .knowsOneKeyWidth:
      if entities.schema.contains(where: { $0.type == .int32 }) { throw FeatureStoreError(.typeMismatch, "no int32") }
    case .forgetsOneKey:
      if entities.hasColumn("shop") {
        asked = try entities.adding("shop", .string(try entities["shop", as: String.self].map { _ in "a" }))
      }
    case .failsWhenCancelled:
      if Task.isCancelled { throw FeatureStoreError(.io, "somebody interrupted this") }
    default: break
    }
    let result = try await inner.getHistoricalFeatures(entityDF: asked, featureRefs: references, options: options)
    let features = try result.drop(asked.columnNames)
    return try spoiled(features.columnNames.reduce(entities) { try $0.adding($1, features.column($1)) }, entities, time)
  }

  private func shifted(_ entities: DataFrame, by microseconds: Int64) throws -> DataFrame {
    let times = try entities["event_timestamp", as: Timestamp.self].map { $0?.later(by: microseconds) }
    return try entities.adding("event_timestamp", .timestamp(times, unit: .nanoseconds))
  }

  /// The answer with one thing wrong.
  private func spoiled(_ frame: DataFrame, _ entities: DataFrame, _ time: String) throws -> DataFrame {
    let features = frame.columnNames.filter { !entities.hasColumn($0) }
    switch fault {
    case .losesOrder: return try frame.sorted(by: [SortKey(time)])
    case .collapsesDuplicates:
      return try frame.unique(by: entities.columnNames)
    case .dropsUnmatchedRows:
      let kept = try (0..<frame.rowCount).map { row in try features.contains { try !frame.column($0).isNull(row) } }
      return try frame.filter(kept)
    case .widensFloats:
      return try frame.schema.filter { $0.type == .float32 }.reduce(frame) { (frame: DataFrame, column) in
        try frame.adding(column.name, frame.column(column.name).cast(to: .float64))
      }
    case .dropsNaN:
      return try frame.schema.filter { $0.type == .float64 && features.contains($0.name) }.reduce(frame) {
        (frame: DataFrame, column) in
        try frame.adding(
          column.name, .float64(try frame[column.name, as: Double.self].map { $0.flatMap { $0.isNaN ? nil : $0 } }))
      }
    default: return frame
    }
  }
}

/// The online store.
extension BrokenAdapter {
  func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView] {
    var (start, end) = (startDate, endDate)
    switch fault {
    case .excludesTheEnd: end = FeatureDate(try endDate.timestamp().later(by: -1))
    case .ignoresTheStart: start = "1970-01-01"
    case .acceptsAnyWindow: if try start.timestamp() > end.timestamp() { return [] }
    case .olderEventReplaces:
      for view in featureViews {
        guard let config = configs.withLock({ $0[view] }) else { continue }
        let rows = try await inner.readTable(view)
        try await inner.deleteTable(view)
        try await inner.registerFeatureView(config, rows)
      }
    default: break
    }
    return try await inner.materialize(featureViews: featureViews, startDate: start, endDate: end)
  }

  func materializeIncremental(featureViews: [String], endDate: FeatureDate) async throws -> [MaterializedView] {
    if fault == .startsAnewEachTime {
      return try await inner.materialize(featureViews: featureViews, startDate: "1970-01-01", endDate: endDate)
    }
    return try await inner.materializeIncremental(featureViews: featureViews, endDate: endDate)
  }

  func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures {
    var (keys, options) = (entityKeys, options)
    if fault == .ignoresEnforcedTTL { options.enforceTTL = false }
    if fault == .sortsEntities {
      keys = EntityKeys(
        entityKeys.columns.map { column in
          (name: column.name, values: column.values.sorted { "\($0)" < "\($1)" })
        })
    }
    let online = try await inner.getOnlineFeatures(entityKeys: keys, featureRefs: featureRefs, options: options)
    return OnlineFeatures(
      columns: online.columns.map { (column: OnlineFeatures.Feature) -> OnlineFeatures.Feature in
        OnlineFeatures.Feature(
          name: column.name, values: column.values,
          statuses: column.statuses.map { fault == .takesNullForNotFound && $0 == .null ? .notFound : $0 },
          eventTimestamps: column.eventTimestamps.map { fault == .losesEventTimes ? nil : $0 })
      })
  }
}
