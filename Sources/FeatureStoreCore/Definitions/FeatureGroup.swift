internal import DataFrames

/// Features that belong together: one entity, one column of times, one source.
public struct FeatureGroup: Sendable, Hashable {
  public let name: String
  public var description: String
  /// In the order in which they were added.
  public var features: [TemporalFeatureDefinition]
  public var entityKey: String
  public var timestampColumn: String
  /// The table or file that the features are made from.
  public var sourceTable: String?
  public var tags: [String: String]
  /// Members of the JSON object that this version does not know.
  package var unknown = UnknownMembers()

  public init(
    name: String, description: String, features: [TemporalFeatureDefinition] = [], entityKey: String = "customer_id",
    timestampColumn: String = "feature_timestamp", sourceTable: String? = nil, tags: [String: String] = [:]
  ) {
    self.name = name
    self.description = description
    self.features = features
    self.entityKey = entityKey
    self.timestampColumn = timestampColumn
    self.sourceTable = sourceTable
    self.tags = tags
  }

  public var featureNames: [String] { features.map(\.name) }

  /// The definition of a name; nil if the group has none.
  public func feature(_ name: String) -> TemporalFeatureDefinition? { features.first { $0.name == name } }

  /// Adds a definition at the end, or puts it where one of its name stands.
  public mutating func add(_ feature: TemporalFeatureDefinition) {
    if let index = features.firstIndex(where: { $0.name == feature.name }) {
      features[index] = feature
    } else {
      features.append(feature)
    }
  }
}

extension FeatureGroup {
  /// Reads the object that Python's `to_dict` writes; absent optional keys mean the defaults.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the group and the key.
  package init(json: JSONValue, _ key: String) throws {
    let what = "group '\(key)'"
    var fields = try JSONFields(json, what)
    name = try fields.text("name") ?? key
    description = try fields.text("description") ?? ""
    features = try fields.array("features").enumerated().map { (index: Int, value: JSONValue) in
      try TemporalFeatureDefinition(json: value, "feature \(index + 1) of \(what)")
    }
    entityKey = try fields.text("entity_key") ?? "customer_id"
    timestampColumn = try fields.text("timestamp_column") ?? "feature_timestamp"
    sourceTable = try fields.text("source_table")
    let (tags, others) = try fields.object("tags").splitTexts()
    self.tags = tags
    unknown = UnknownMembers(members: fields.rest, tags: others)
  }

  package var json: JSONValue {
    .object(
      [
        JSONMember("name", .string(name)),
        JSONMember("description", .string(description)),
        JSONMember("features", .array(features.map(\.json))),
        JSONMember("entity_key", .string(entityKey)),
        JSONMember("timestamp_column", .string(timestampColumn)),
        JSONMember("source_table", .optional(sourceTable)),
        JSONMember("tags", unknown.object(with: tags)),
      ] + unknown.members)
  }
}
