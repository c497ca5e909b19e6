internal import DataFrames
internal import FeatureStoreCore

extension Workspace {
  /// The tags of a table.
  ///
  /// A workspace without the interface for tags, or one that hides it from this user, answers as if the table were not
  /// there; the tags are then read from the information schema.
  func tags(of table: TableName) async throws -> [String: String] {
    do {
      return try await catalog.tags(of: table)
    } catch let error as APIError where error.isMissing {
      return try await tagsBySQL(of: table)
    }
  }

  private func tagsBySQL(of table: TableName) async throws -> [String: String] {
    let columns = [ResultColumn(name: "tag_name", type: .string), ResultColumn(name: "tag_value", type: .string)]
    let answer = try await statements.smallQuery(
      SQLStatement(
        "SELECT tag_name, tag_value FROM \(SQLText.identifier(table.schema.catalog)).information_schema.table_tags "
          + "WHERE schema_name = :schema AND table_name = :table",
        parameters: [
          SQLParameter(name: "schema", value: table.schema.schema, type: "STRING"),
          SQLParameter(name: "table", value: table.table, type: "STRING"),
        ]))
    let frame = try await results.frame(answer, columns)
    let values = try frame["tag_value", as: String.self]
    return try frame["tag_name", as: String.self].enumerated().reduce(into: [:]) {
      (tags: inout [String: String], item: (offset: Int, element: String?)) in
      if let name = item.element { tags[name] = values[item.offset] ?? "" }
    }
  }
}
