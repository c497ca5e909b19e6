public import FeatureStoreCore
public import DataFrames
internal import PointInTime

/// Makes feature columns from raw events, as their definitions say.
///
/// ```swift
/// let computed = try FeatureComputation(registry, entityKey: "customer_id").run(purchases)
/// print(computed.frame)     // customer_id, feature_timestamp, total_spend_30d, …
/// ```
///
/// The result has one row for each distinct pair of entity and event time. Its values follow from the events up to and
/// with that time and from no later one:
///
/// - A passthrough has the value of the event itself; of several events at one time, of the last one written.
/// - An aggregation takes all events up to the time. A window of n days takes those with `t − n days < time ≤ t`, as
///   pandas' `rolling('nD')` does; a day has 24 hours. Nulls and NaN are passed over. Without any value, `count` and
///   `count_distinct` are 0 and the others null. Sums are exact and rounded once, whatever the order of the events.
/// - Ratio, interaction and derived features take features, then columns of the event, by their names. A null makes the
///   result null unless the formula says otherwise, and so does a division by zero.
/// - A null becomes the fill value, where there is one; other features see the filled value.
public struct FeatureComputation: Sendable {
  /// The features that are computed, in the order of their columns.
  public let features: [TemporalFeatureDefinition]
  public let entityKey: String
  public let timestampColumn: String

  /// Chooses the features of one entity.
  ///
  /// - Parameters:
  ///   - entityKey: nil: the one that all features share.
  ///   - timestampColumn: The column of event times; nil: the one that all these features share.
  /// - Throws: A ``FeatureStoreError`` that lists the choices if there are several, or if no feature is left.
  public init(_ registry: FeatureRegistry, entityKey: String? = nil, timestampColumn: String? = nil) throws {
    let key = try entityKey ?? Self.only(registry.features.map(\.entityKey), "entity key", "entityKey")
    features = registry.features(entityKey: key)
    guard !features.isEmpty else {
      throw FeatureStoreError(
        .invalidArgument,
        "The registry has no feature of the entity key '\(key)'. Its entity keys: "
          + "\(listed(Set(registry.features.map(\.entityKey)).sorted())).", context: .init(column: key))
    }
    self.entityKey = key
    self.timestampColumn =
      try timestampColumn ?? Self.only(features.map(\.timestampColumn), "timestamp column", "timestampColumn")
  }

  private static func only(_ names: [String], _ what: String, _ argument: String) throws -> String {
    let distinct = Set(names).sorted()
    guard distinct.count == 1 else {
      let found = distinct.isEmpty ? "has no features" : "has features of several \(what)s: \(listed(distinct))"
      throw FeatureStoreError(.invalidArgument, "The registry \(found). Choose with `\(argument)`.")
    }
    return distinct[0]
  }

  /// Computes all features.
  ///
  /// - Parameter cutoffDate: Events after it are left out before anything is computed; nil: no limit.
  /// - Throws: A ``FeatureStoreError`` that names the feature and its column, quotes the formula, or says which column
  ///   of keys or times is missing.
  /// - Complexity: O(events) for each feature.
  public func run(_ events: DataFrame, cutoffDate: FeatureDate? = nil) throws -> ComputedFeatures {
    try checkKeys(events)
    let plan = try ComputationPlan(features, columns: events.columnNames)
    let cutoff = try cutoffDate?.timestamp()
    let timeline = try wrapped {
      try EventTimeline(events, entityKey: entityKey, timestampColumn: timestampColumn, cutoff: cutoff)
    }
    let computed = try columns(plan, events, timeline)
    var all = try [entityKey, timestampColumn].map { (name: String) -> (name: String, column: Column) in
      (name, try events.column(name).taking(timeline.momentRows))
    }
    all += features.map { ($0.name, computed[$0.name] ?? .nulls(.float64, count: timeline.momentRows.count)) }
    return ComputedFeatures(
      frame: try DataFrame(columns: all), rowsWithoutKeyOrTime: timeline.rowsWithoutKeyOrTime,
      rowsAfterCutoff: timeline.rowsAfterCutoff)
  }

  private func columns(
    _ plan: ComputationPlan, _ events: DataFrame, _ timeline: EventTimeline
  ) throws -> [String: Column] {
    var computed: [String: Column] = [:]
    for step in plan.steps {
      let output = FeatureOutput(feature: step.feature)
      if let formula = step.formula {
        let values = try wrapped { try evaluate(formula, of: step.feature, computed, events, timeline) }
        let column = values.column(count: timeline.momentRows.count)
        computed[step.feature.name] = try output.column(column, isDays: values.isDays)
      } else {
        let feature = EventFeature(feature: step.feature, events: events, timeline: timeline)
        computed[step.feature.name] = try output.column(try wrapped { try feature.column() })
      }
    }
    return computed
  }

  private func evaluate(
    _ formula: FeatureFormula, of feature: TemporalFeatureDefinition, _ computed: [String: Column],
    _ events: DataFrame, _ timeline: EventTimeline
  ) throws -> FormulaVector {
    var used: [String: Column] = [:]
    let names = Set(events.columnNames)
    for name in Set(formula.root.names.map(\.name)) {
      let isColumn = ComputationPlan.isColumn(
        name, of: feature.name, features: { computed[$0] != nil }, columns: names)
      used[name] = isColumn ? try events.column(name).taking(timeline.momentRows) : computed[name]
    }
    let evaluator = FormulaEvaluator(formula: formula.text, count: timeline.momentRows.count, columns: used)
    return try evaluator.evaluate(formula.root)
  }

  private func checkKeys(_ events: DataFrame) throws {
    for name in [entityKey, timestampColumn] where !events.hasColumn(name) {
      throw FeatureStoreError(
        .columnNotFound,
        "The events have no column '\(name)'.\(hint(for: name, among: events.columnNames)) "
          + "Columns there: \(listed(events.columnNames)).",
        context: .init(column: name))
    }
    let both = [entityKey, timestampColumn]
    if let feature = features.first(where: { both.contains($0.name) }) {
      throw feature.failure("is named like the column of keys or times. Name it otherwise.")
    }
  }

  /// Errors of the lower layers as errors of this one.
  private func wrapped<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as PointInTimeError {
      throw FeatureStoreError(.typeMismatch, error.description, underlying: error)
    }
  }
}

/// What a computation gave.
public struct ComputedFeatures: Sendable {
  /// The entity key, the event time and the features: a row for each distinct pair of entity and time.
  public let frame: DataFrame
  /// Events left out because their key or their time was null.
  public let rowsWithoutKeyOrTime: Int
  /// Events left out because they are after the cut-off.
  public let rowsAfterCutoff: Int
}
