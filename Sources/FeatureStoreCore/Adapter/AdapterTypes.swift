public import DataFrames

/// How a write treats the rows that a view already has.
public enum WriteMode: String, Sendable, CaseIterable {
  /// Keeps the union of stored and new rows.
  case merge
  /// Replaces the stored rows.
  case overwrite
}

/// How training rows are returned.
public struct HistoricalOptions: Sendable, Hashable {
  /// Calls the feature columns `view__feature`.
  public var fullFeatureNames: Bool
  /// The entity frame's column of times; nil means `event_timestamp`, else `feature_timestamp`, else the only one.
  public var timestampColumn: String?
  /// Passes over feature rows that were created after the entity row's time: they were not known then. A row without a
  /// created time is passed over as well; a view without a created column is not affected.
  public var filterByCreatedTimestamp: Bool
  /// Leaves out what cannot be read instead of throwing; a backend that reads everything it lists takes no notice.
  public var skipsUnreadable: Bool

  public init(
    fullFeatureNames: Bool = false, timestampColumn: String? = nil, filterByCreatedTimestamp: Bool = false,
    skipsUnreadable: Bool = false
  ) {
    self.skipsUnreadable = skipsUnreadable
    self.fullFeatureNames = fullFeatureNames
    self.timestampColumn = timestampColumn
    self.filterByCreatedTimestamp = filterByCreatedTimestamp
  }
}

/// How online values are returned.
public struct OnlineOptions: Sendable, Hashable {
  /// Calls the features `view__feature`; entity keys keep their names.
  public var fullFeatureNames: Bool
  /// Withholds values older than their view's ttl, under the status ``OnlineFeatures/Status/outsideMaxAge``. Feast never
  /// does; off unless asked for. A value exactly as old as the ttl is given; a view without a ttl withholds nothing.
  public var enforceTTL: Bool
  /// The instant from which ages are counted; nil means now.
  public var asOf: Timestamp?
  /// Leaves out what cannot be read instead of throwing; a backend that reads everything it lists takes no notice.
  public var skipsUnreadable: Bool

  public init(
    fullFeatureNames: Bool = false, enforceTTL: Bool = false, asOf: Timestamp? = nil, skipsUnreadable: Bool = false
  ) {
    self.skipsUnreadable = skipsUnreadable
    self.fullFeatureNames = fullFeatureNames
    self.enforceTTL = enforceTTL
    self.asOf = asOf
  }
}

/// What a materialization did to one view.
public struct MaterializedView: Sendable, Hashable {
  public let view: String
  /// Both ends inclusive.
  public let start: Timestamp
  public let end: Timestamp
  /// How many entities were written.
  public let entities: Int
  /// Rows left out because their entity key was null.
  public let rowsWithoutKey: Int
  /// Features that could not be read and were not written; what the online store had of them stays.
  public let skippedFeatures: [UnreadableFeature]
  /// What was done otherwise than asked, as sentences.
  public let notes: [String]
  /// If nothing was written: the first and the last event time among the view's rows, where the store can tell.
  public let rowTimes: ClosedRange<Timestamp>?

  public init(
    view: String, start: Timestamp, end: Timestamp, entities: Int, rowsWithoutKey: Int,
    skippedFeatures: [UnreadableFeature] = [], notes: [String] = [], rowTimes: ClosedRange<Timestamp>? = nil
  ) {
    self.rowTimes = rowTimes
    self.view = view
    self.start = start
    self.end = end
    self.entities = entities
    self.rowsWithoutKey = rowsWithoutKey
    self.skippedFeatures = skippedFeatures
    self.notes = notes
  }
}

/// A feature view as its backend describes it.
public struct FeatureViewSummary: Sendable, Hashable {
  /// A key or feature and its type, in the backend's word.
  public struct Field: Sendable, Hashable {
    public let name: String
    public let type: String

    public init(name: String, type: String) {
      self.name = name
      self.type = type
    }
  }

  public let name: String
  /// What kind of view it is; `feature view` unless the backend has others.
  public let kind: String
  public let entityKeys: [Field]
  public let features: [Field]
  /// How old a value may be; nil: no limit.
  public let ttl: Duration?
  public let timestampColumn: String
  public let createdTimestampColumn: String?
  /// Where the rows are kept: a path or a table.
  public let source: String
  public let isOnline: Bool
  public let tags: [String: String]
  public let description: String
  public let owner: String
  /// Up to when values were materialized; nil if never.
  public let materializedUntil: Timestamp?
  /// Why this view cannot be read here, as a sentence; nil when it can.
  public let limitation: String?

  public init(
    name: String, kind: String, entityKeys: [Field], features: [Field], ttl: Duration?, timestampColumn: String,
    createdTimestampColumn: String?, source: String, isOnline: Bool, tags: [String: String], description: String,
    owner: String, materializedUntil: Timestamp?, limitation: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.entityKeys = entityKeys
    self.features = features
    self.ttl = ttl
    self.timestampColumn = timestampColumn
    self.createdTimestampColumn = createdTimestampColumn
    self.source = source
    self.isOnline = isOnline
    self.tags = tags
    self.description = description
    self.owner = owner
    self.materializedUntil = materializedUntil
    self.limitation = limitation
  }
}
