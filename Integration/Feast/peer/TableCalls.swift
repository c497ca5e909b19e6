import FeatureStore

/// The verbs on tables:
///
/// | call | members |
/// |---|---|
/// | `create_table` | as `register`, with a frame whose rows are not looked at |
/// | `write_table` | `view`, `frame`; may have `mode` |
/// | `read_table`, `table` | `view`; may have `version` |
/// | `delete_table`, `vacuum` | `view`; `keep` |
extension Calls {
  /// nil: the call is another one.
  func tableCall(_ request: JSON) async throws -> JSON? {
    switch try request.string("call") {
    case "create_table":
      let frame = try DataFrame(json: try request.required("frame"))
      let config = try config(request, try request.string("view"))
      return .string(try await store.createTable(config, schema: frame.schema))
    case "write_table":
      let frame = try DataFrame(json: try request.required("frame"))
      try await store.writeTable(try request.string("view"), frame, mode: try mode(request))
      return .null
    case "read_table":
      let version = try request["version"]?.asInteger
      return try await store.readTable(try request.string("view"), version: version).json
    case "table": return Self.json(try await store.getTableMetadata(try request.string("view")))
    case "delete_table":
      try await store.deleteTable(try request.string("view"))
      return .null
    case "vacuum":
      let keep = try request.required("keep").asInteger
      let removed = try await store.vacuumTable(try request.string("view"), keepingVersions: Int(keep))
      return .array(removed.map(JSON.integer))
    default: return nil
    }
  }

  private static func json(_ table: TableMetadata) -> JSON {
    .object([
      "rows": .integer(Int64(table.rowCount)), "columns": json(table.columns),
      "versions": .array(table.versions.map { .integer($0.number) }), "source": .string(table.view.source),
    ])
  }
}
