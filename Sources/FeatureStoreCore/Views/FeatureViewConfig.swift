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
  /// For how many days a value may be used; nil, or 0 as Feast has it, means without limit.
  public var ttlDays: Int?
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
    self.ttlDays = ttlDays
    self.tags = tags
    self.timestampColumn = timestampColumn
    self.createdTimestampColumn = createdTimestampColumn
    self.description = description
    self.owner = owner
    self.cutoffDate = cutoffDate
  }
}
