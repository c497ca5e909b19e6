internal import FeatureStoreCore

/// A table as Unity Catalog describes it.
struct TableInfo: Sendable {
  struct Column: Sendable, Hashable {
    let name: String
    /// The type as SQL text, such as `decimal(10,2)`.
    let type: String
    let isNullable: Bool
  }

  struct PrimaryKey: Sendable {
    let name: String
    let columns: [String]
    /// Those of the columns that are event times.
    let timeseries: [String]
  }

  let name: TableName
  let kind: String
  let columns: [Column]
  let properties: [String: String]
  let comment: String
  let owner: String
  /// Nil when there is none, or when this comes from a list, which leaves keys out.
  let primaryKey: PrimaryKey?

  init(_ json: JSONValue) throws {
    guard let catalog = json["catalog_name"]?.string, let schema = json["schema_name"]?.string,
      let table = json["name"]?.string
    else {
      throw FeatureStoreError(.remote, "Unity Catalog described a table without its name. Try again, or report it.")
    }
    name = TableName(SchemaName(catalog: catalog, schema: schema), table)
    kind = json["table_type"]?.string ?? ""
    columns = (json["columns"]?.array ?? []).compactMap(Column.init)
    properties = (json["properties"]?.object ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.string }
    comment = json["comment"]?.string ?? ""
    owner = json["owner"]?.string ?? ""
    primaryKey = (json["table_constraints"]?.array ?? []).compactMap { PrimaryKey($0["primary_key_constraint"]) }.first
  }
}

extension TableInfo.Column {
  fileprivate init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let type = json["type_text"]?.string ?? json["type_name"]?.string else {
      return nil
    }
    self.init(name: name, type: type, isNullable: json["nullable"]?.bool ?? true)
  }
}

extension TableInfo.PrimaryKey {
  fileprivate init?(_ json: JSONValue?) {
    guard let json, let columns = json["child_columns"]?.array else { return nil }
    self.init(
      name: json["name"]?.string ?? "", columns: columns.compactMap(\.string),
      timeseries: (json["timeseries_columns"]?.array ?? []).compactMap(\.string))
  }
}
