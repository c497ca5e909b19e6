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
///   `count_distinct` are 0 and the others null. Sums, means and standard deviations are computed exactly and rounded
///   once, whatever the order of the events; sums of integers and decimals, smallest and largest stay what they are.
/// - Ratio, interaction and derived features take features, then columns of the event, by their names. A null makes the
///   result null unless the formula says otherwise, and so does a division by zero.
///   Formulas count in doubles: a decimal becomes the nearest one.
/// - A null becomes the fill value, where there is one; other features see the filled value.
/// - A feature whose finished column is in the frame is copied from it, unless ``ComputedColumns`` says otherwise.
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

  /// Computes all features, or copies those that the frame has.
  ///
  /// - Parameters:
  ///   - cutoffDate: Events after it are left out before anything is computed; nil: no limit.
  ///   - computes: Which features are computed and which are copied from the column of their name.
  /// - Throws: A ``FeatureStoreError`` that names the feature and its column, quotes the formula, or says which column
  ///   of keys or times is missing; if several things are wrong, it lists them all.
  /// - Complexity: O(events) for each feature.
  public func run(
    _ events: DataFrame, cutoffDate: FeatureDate? = nil, computes: ComputedColumns = .missing
  ) throws -> ComputedFeatures {
    let cutoff = try cutoffDate?.timestamp()
    var run = ComputationRun(self, EventColumns(events), computes)
    run.compute(cutoff: cutoff)
    if let failure = FeatureFault.failure(run.faults) { throw failure }
    return try run.result()
  }
}

/// Which features are computed when the frame may have finished columns of their names.
public enum ComputedColumns: String, Sendable, CaseIterable {
  /// Columns that are in the frame are copied, the other features are computed.
  case missing
  /// Every feature is computed, whatever columns there are.
  case all
  /// Columns that are in the frame are copied, the other features are left out.
  case none
}

/// What a computation gave.
public struct ComputedFeatures: Sendable {
  /// The entity key, the event time and the features: a row for each distinct pair of entity and time.
  public let frame: DataFrame
  /// Events left out because their key or their time was null.
  public let rowsWithoutKeyOrTime: Int
  /// Events left out because they are after the cut-off.
  public let rowsAfterCutoff: Int
  /// Features taken from the finished columns of their names.
  public let copied: [String]
  /// Features computed from their definitions.
  public let computed: [String]
  /// Features that the frame does not have and that were not to be computed.
  public let omitted: [String]
}
