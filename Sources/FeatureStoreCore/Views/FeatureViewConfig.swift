internal import DataFrames

/// What a feature view is: its name, its entity keys, its features and how long a value stays valid.
///
/// For a view that is there, mode `merge` changes what is said and keeps the rest: without features, ttl, created column,
/// description or owner those of the view stay, and tags are added or replaced one by one. Mode `overwrite` takes the
/// configuration as the whole definition.
///
/// ```swift
/// let config = FeatureViewConfig(name: "customer_features", entityKey: "customer_id",
///                                features: ["age", "total_spend"], ttlDays: 30)
/// ```
public struct FeatureViewConfig: Sendable, Hashable {
  /// Letters, digits and underscores.
  public var name: String
  /// The columns that name an entity, at least one.
  public var entityKeys: [String]
  /// The feature columns; empty means every column that is neither key nor timestamp.
  public var features: [String]
  /// For how long a value may be used, exact to the microsecond; nil, or 0 as Feast has it, means without limit.
  public var ttl: Duration?
  public var tags: [String: String]
  /// The column of event times; nil means `event_timestamp`, else `feature_timestamp`, else the only timestamp column.
  public var timestampColumn: String?
  /// The column that says when a row was written; decides between rows of equal event time.
  public var createdTimestampColumn: String?
  public var description: String
  public var owner: String
  /// Rows after this instant are left out; a row exactly at it is kept.
  public var cutoffDate: FeatureDate?

  public init(
    name: String, entityKey: String, features: [String] = [], ttlDays: Int? = nil, tags: [String: String] = [:],
    timestampColumn: String? = nil, createdTimestampColumn: String? = nil, description: String = "",
    owner: String = "", cutoffDate: FeatureDate? = nil
  ) {
    self.init(
      name: name, entityKeys: [entityKey], features: features, ttlDays: ttlDays, tags: tags,
      timestampColumn: timestampColumn, createdTimestampColumn: createdTimestampColumn, description: description,
      owner: owner, cutoffDate: cutoffDate)
  }

  public init(
    name: String, entityKeys: [String], features: [String] = [], ttlDays: Int? = nil, tags: [String: String] = [:],
    timestampColumn: String? = nil, createdTimestampColumn: String? = nil, description: String = "",
    owner: String = "", cutoffDate: FeatureDate? = nil
  ) {
    self.name = name
    self.entityKeys = entityKeys
    self.features = features
    ttl = ttlDays.map(Duration.days)
    self.tags = tags
    self.timestampColumn = timestampColumn
    self.createdTimestampColumn = createdTimestampColumn
    self.description = description
    self.owner = owner
    self.cutoffDate = cutoffDate
  }
}

/// The ttl as a duration, or in days.
extension FeatureViewConfig {
  /// A view whose ttl is any duration, such as six hours.
  ///
  /// ```swift
  /// let config = FeatureViewConfig(name: "clicks", entityKeys: ["user_id"], ttl: .seconds(6 * 3_600))
  /// ```
  public init(
    name: String, entityKeys: [String], features: [String] = [], ttl: Duration?, tags: [String: String] = [:],
    timestampColumn: String? = nil, createdTimestampColumn: String? = nil, description: String = "",
    owner: String = "", cutoffDate: FeatureDate? = nil
  ) {
    self.init(
      name: name, entityKeys: entityKeys, features: features, tags: tags, timestampColumn: timestampColumn,
      createdTimestampColumn: createdTimestampColumn, description: description, owner: owner, cutoffDate: cutoffDate)
    self.ttl = ttl
  }

  /// The ttl in days; nil when there is none, or when it is no whole number of days: then read ``ttl``.
  public var ttlDays: Int? {
    get { ttl?.wholeDays }
    set { ttl = newValue.map(Duration.days) }
  }

  /// How old a value may be; nil for no limit, which a ttl of 0 means as well.
  package var maxAge: Duration? { ttl.flatMap { $0 == .zero ? nil : $0 } }
}
