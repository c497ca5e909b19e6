internal import FeatureStoreCore
internal import HTTP

/// Schemas, tables, volumes and tags through Unity Catalog's REST API.
struct UnityCatalog: Sendable {
  private static let prefix = "/api/2.1/unity-catalog"
  let client: WorkspaceClient

  /// - Throws: An ``APIError`` when there is no such catalog, or it may not be seen.
  func catalog(_ name: String) async throws { _ = try await client.call(.get, "\(Self.prefix)/catalogs/\(name)") }

  func schema(_ name: SchemaName) async throws {
    _ = try await client.call(.get, "\(Self.prefix)/schemas/\(name.full)")
  }

  /// Makes a schema; one that is there is left as it is.
  func createSchema(_ name: SchemaName) async throws {
    let body: JSONValue = .object(["name": .string(name.schema), "catalog_name": .string(name.catalog)])
    try await creating { _ = try await client.call(.post, "\(Self.prefix)/schemas", body: body, repetition: .safe) }
  }

  /// - Throws: An ``APIError`` for which ``APIError/isMissing`` holds when there is no such volume.
  func volume(_ name: TableName) async throws {
    _ = try await client.call(.get, "\(Self.prefix)/volumes/\(name.full)")
  }

  /// Makes a managed volume; one that is there is left as it is.
  func createVolume(_ name: TableName, comment: String) async throws {
    let body: JSONValue = .object([
      "catalog_name": .string(name.schema.catalog), "schema_name": .string(name.schema.schema),
      "name": .string(name.table), "volume_type": "MANAGED", "comment": .string(comment),
    ])
    try await creating { _ = try await client.call(.post, "\(Self.prefix)/volumes", body: body, repetition: .safe) }
  }

  /// A table with its columns, keys and properties; nil if there is none.
  func table(_ name: TableName) async throws -> TableInfo? {
    do {
      return try TableInfo(try await client.call(.get, "\(Self.prefix)/tables/\(name.full)"))
    } catch let error as APIError where error.isMissing {
      return nil
    }
  }

  /// The names of the tables of a schema and their properties; keys are not listed. No schema: none.
  func tables(in schema: SchemaName) async throws -> [TableInfo] {
    let query = [("catalog_name", schema.catalog), ("schema_name", schema.schema)]
    do {
      return try await client.list("\(Self.prefix)/tables", "tables", query: query).map { try TableInfo($0) }
    } catch let error as APIError where error.isMissing && !error.code.hasPrefix("CATALOG") {
      return []
    }
  }

  /// The tags of a table.
  func tags(of table: TableName) async throws -> [String: String] {
    let path = "\(Self.prefix)/entity-tag-assignments/tables/\(table.full)/tags"
    let assigned = try await client.list(path, "tag_assignments")
    return assigned.reduce(into: [:]) { (tags: inout [String: String], assignment: JSONValue) in
      if let key = assignment["tag_key"]?.string { tags[key] = assignment["tag_value"]?.string ?? "" }
    }
  }

  /// The name of who asks.
  func currentUser() async throws -> String {
    try await client.call(.get, "/api/2.0/preview/scim/v2/Me")["userName"]?.string ?? "unknown"
  }

  private func creating(_ create: () async throws -> Void) async throws {
    do {
      try await create()
    } catch let error as APIError where error.isExisting {
      return
    }
  }
}
