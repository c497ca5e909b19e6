public import DataFrames

/// The answer to an online request: the entity keys, then the features, one value for each entity.
///
/// ```swift
/// let online = try await store.getOnlineFeatures(entityKeys: ["customer_id": [1, 2]], featureRefs: ["customers:age"])
/// let ages = try online["age"].values        // [.int64(34), .null]
/// ```
public struct OnlineFeatures: Sendable {
  /// How a value came about.
  public enum Status: String, Sendable, Hashable {
    /// The entity has a value.
    case present = "PRESENT"
    /// The entity has a row whose value is null.
    case null = "NULL_VALUE"
    /// The online store knows nothing of this entity or feature.
    case notFound = "NOT_FOUND"
    /// The value is older than the view's ttl and was withheld, as ``OnlineOptions/enforceTTL`` asks.
    case outsideMaxAge = "OUTSIDE_MAX_AGE"
  }

  /// One entity key or feature for all entities asked for.
  public struct Feature: Sendable {
    public let name: String
    /// In the order of the request; null where the status is not ``Status/present``.
    public let values: [FeatureValue]
    public let statuses: [Status]
    /// When the value was true (UTC, whole seconds); nil where nothing was found and for entity keys.
    public let eventTimestamps: [Timestamp?]

    public init(name: String, values: [FeatureValue], statuses: [Status], eventTimestamps: [Timestamp?]) {
      self.name = name
      self.values = values
      self.statuses = statuses
      self.eventTimestamps = eventTimestamps
    }
  }

  /// Entity keys first, then features, in the order of the request.
  public let columns: [Feature]

  public init(columns: [Feature]) { self.columns = columns }

  public var columnNames: [String] { columns.map(\.name) }
  public var rowCount: Int { columns.first?.values.count ?? 0 }

  /// The column of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/featureNotFound`` that lists the columns.
  public subscript(name: String) -> Feature {
    get throws {
      guard let column = columns.first(where: { $0.name == name }) else {
        throw FeatureStoreError(
          .featureNotFound, "The answer has no '\(name)'. It has: \(columnNames.joined(separator: ", ")).")
      }
      return column
    }
  }

  /// Column name → values, the shape of Feast's `to_dict()`.
  ///
  /// A Swift dictionary takes two Unicode forms of one name for the same; of such columns the first is here, and all of
  /// them are in ``columns``.
  public func toDictionary() -> [String: [FeatureValue]] {
    Dictionary(columns.map { ($0.name, $0.values) }) { (first: [FeatureValue], _) in first }
  }

  /// The answer as a frame; a feature without any value becomes a column of null strings.
  public func toFrame() throws -> DataFrame {
    try DataFrame(columns: try columns.map { (name: $0.name, column: try Column($0.values)) })
  }
}
