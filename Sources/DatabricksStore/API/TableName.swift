internal import FeatureStoreCore

/// A schema in its catalog.
struct SchemaName: Sendable, Hashable {
  let catalog: String
  let schema: String

  /// `catalog.schema`, as REST paths have it.
  var full: String { "\(catalog).\(schema)" }
  /// Quoted for SQL.
  var sql: String { "\(SQLText.identifier(catalog)).\(SQLText.identifier(schema))" }
}

/// A table or volume in its schema. Unity Catalog keeps names in lower case.
struct TableName: Sendable, Hashable {
  let schema: SchemaName
  let table: String

  init(_ schema: SchemaName, _ table: String) {
    self.schema = schema
    self.table = table.lowercased()
  }

  /// Reads `catalog.schema.table`; a name alone is in the given schema.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidName``.
  init(_ text: String, in schema: SchemaName) throws {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1 where !parts[0].isEmpty: self.init(schema, parts[0])
    case 3 where !parts.contains(""): self.init(SchemaName(catalog: parts[0], schema: parts[1]), parts[2])
    default:
      throw FeatureStoreError(.invalidName, "'\(text)' is no table name. Write catalog.schema.name, or the name alone.")
    }
  }

  /// `catalog.schema.table`, as REST paths have it.
  var full: String { "\(schema.full).\(table)" }
  /// Quoted for SQL.
  var sql: String { "\(schema.sql).\(SQLText.identifier(table))" }
}
