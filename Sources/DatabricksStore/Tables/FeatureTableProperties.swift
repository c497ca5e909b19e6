internal import FeatureStoreCore

/// What is kept of a view in its table's properties, where any client of Unity Catalog can see it.
struct FeatureTableProperties: Sendable, Equatable {
  static let prefix = "feature_store."

  var view: String?
  var entityKeys: [String]?
  var timestampColumn: String?
  var createdColumn: String?
  var features: [String]?
  var ttl: Duration?
  var owner: String?
  /// The tags that the last registration gave the table, so that the next one can take away those that are gone.
  var tags: [String]?

  init(_ rows: StoredFrame) {
    let config = rows.config
    view = config.name
    entityKeys = config.entityKeys
    timestampColumn = rows.timestampColumn
    createdColumn = config.createdTimestampColumn
    features = rows.features
    ttl = config.maxAge
    owner = config.owner.isEmpty ? nil : config.owner
    tags = config.tags.isEmpty ? nil : config.tags.keys.sorted()
  }

  init(_ properties: [String: String]) {
    func text(_ key: String) -> String? { properties[Self.prefix + key] }
    func list(_ key: String) -> [String]? {
      text(key).flatMap { try? JSONParser.parse($0.utf8).array?.compactMap(\.string) }
    }
    view = text("view")
    entityKeys = list("entity_keys")
    timestampColumn = text("timestamp_column")
    createdColumn = text("created_timestamp_column")
    features = list("features")
    ttl = text("ttl_seconds").flatMap(Duration.init(decimalSeconds:)).flatMap { $0 == .zero ? nil : $0 }
    owner = text("owner")
    tags = list("tags")
  }

  /// The properties to set, by full name.
  var dictionary: [String: String] {
    func list(_ names: [String]?) -> String? {
      names.map { "[" + $0.map(JSONValue.quoted).joined(separator: ",") + "]" }
    }
    let values = [
      "view": view, "entity_keys": list(entityKeys), "timestamp_column": timestampColumn,
      "created_timestamp_column": createdColumn, "features": list(features), "ttl_seconds": ttl.map(\.decimalSeconds),
      "owner": owner, "tags": list(tags),
    ]
    return values.reduce(into: [:]) { if let value = $1.value { $0[Self.prefix + $1.key] = value } }
  }

  /// The names that are set in a table's properties but not wanted any more.
  func obsolete(in stored: [String: String]) -> [String] {
    let own = Self(stored).dictionary
    return own.keys.filter { dictionary[$0] == nil }.sorted()
  }
}
