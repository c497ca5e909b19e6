internal import DataFrames
internal import FeatureStoreCore

/// The verbs on tables.
enum TableChecks {
  typealias Check = AdapterConformance.Check

  static func all(_ options: ConformanceOptions) -> [Check] {
    guard options.hasTables else { return [] }
    var checks = [
      Check("a new table has its columns and no row, and every verb copes with it", empty),
      Check("rows are written to a table under the definition that it has", written),
      Check("a registered view is a table, with all its columns and rows", registered),
      Check("a deleted table is gone with its rows and online values", deleted),
      Check("misuse of tables is refused and changes nothing") { try await MisuseChecks.run(misuses, $0) },
    ]
    if options.hasVersions { checks.append(Check("every write is a version that can be read", versions)) }
    return checks
  }

  private static func create(_ store: CheckStore, _ name: String) async throws {
    let config = FeatureViewConfig(name: name, entityKey: "customer_id", ttlDays: 400, tags: ["made": "empty"])
    try await store.adapter.createTable(config, schema: try Customers.rows().schema)
  }

  /// The rows of a table by customer and time, so that they can be compared.
  private static func rows(_ store: CheckStore, _ name: String, _ version: Int64? = nil) async throws -> DataFrame {
    try await store.adapter.readTable(name, version: version).sorted(by: ["customer_id", "event_timestamp"])
  }

  private static func empty(_ store: CheckStore) async throws {
    let name = store.name("made")
    try await create(store, name)
    let rows = try await store.adapter.readTable(name)
    try expectFrame(rows, try Customers.rows().head(0), "rows")
    let view = try await store.adapter.featureView(name)
    try expectEqual(view.features.map(\.name), ["age", "spend", "city"], "features")
    try expectEqual(view.tags, ["made": "empty"], "tags")
    let table = try await store.adapter.getTableMetadata(name)
    try expectEqual(table.rowCount, 0, "row count")
    try expectEqual(table.columns.map(\.name), Customers.rows().columnNames, "columns")
    try expect(try await store.adapter.listTables().contains(name), "the table is not listed")
    let entities = try Customers.entities([1], ["2024-01-01"])
    try expectFrame(
      try await store.historical(entities, ["\(name):age"]), try entities.adding("age", .int64([nil])), "training rows")
    guard store.options.hasOnlineStore else { return }
    let done = try await store.materialize([name], "2024-01-01", "2024-12-31")
    try expectEqual(done.map(\.entities), [0], "materialized entities")
    let online = try await store.online(["customer_id": [1]], ["\(name):age"])
    try expectEqual(try online["age"].statuses, [.notFound], "online statuses")
  }

  private static func written(_ store: CheckStore) async throws {
    let name = store.name("written")
    try await create(store, name)
    let rows = try Customers.rows()
    try await store.adapter.writeTable(name, try rows.adding("more", .bool([true, true, true, true])))
    let sorted = try rows.sorted(by: ["customer_id", "event_timestamp"])
    try expectFrame(try await self.rows(store, name), sorted, "rows")
    let view = try await store.adapter.featureView(name)
    try expectEqual(view.features.map(\.name), ["age", "spend", "city"], "features")
    try expectEqual(view.tags, ["made": "empty"], "tags")
    try expectEqual(view.ttl, .seconds(400 * 86_400), "ttl")
    let later = try Customers.entities([1, 4], ["2024-02-01", "2024-02-02"]).adding("age", .int64([32, 60]))
      .adding("spend", .float64([nil, 1])).adding("city", .string(["Rome", nil]))
    try await store.adapter.writeTable(name, later)
    let entities = try Customers.entities([1, 2, 4], ["2024-03-01", "2024-03-01", "2024-03-01"])
    try expectColumn(
      try await store.historical(entities, ["\(name):age"]), "age", .int64([32, 40, 60]), "after a merge")
    try expectEqual(try await store.adapter.getTableMetadata(name).rowCount, 5, "rows after a merge")
    try await store.adapter.writeTable(name, later, mode: .overwrite)
    try expectFrame(
      try await self.rows(store, name), try later.sorted(by: ["customer_id", "event_timestamp"]), "after an overwrite")
  }

  private static func registered(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    try expectFrame(
      try await rows(store, view), try Customers.rows().sorted(by: ["customer_id", "event_timestamp"]), "rows")
    let table = try await store.adapter.getTableMetadata(view)
    try expectEqual(table.name, view, "name")
    try expectEqual(table.rowCount, 4, "row count")
    try expectEqual(table.columns.map(\.name), try Customers.rows().columnNames, "columns")
    try expect(table.columns.allSatisfy { !$0.type.isEmpty }, "a column has no type")
    try expectEqual(table.view.entityKeys.map(\.name), ["customer_id"], "entity keys")
    try expectEqual(table.view.owner, "ada", "owner")
    try expect(!table.versions.isEmpty, "there is no version")
    let names = try await store.adapter.listTables()
    try expectEqual(names, names.sorted(), "the order of tables")
    try expect(names.contains(view), "the table is not listed")
  }

  private static func deleted(_ store: CheckStore) async throws {
    let (view, other) = (try await store.registerCustomers(), try await store.registerCustomers())
    if store.options.hasOnlineStore { try await store.materialize([view, other], "2024-01-01", "2024-12-31") }
    try await store.adapter.deleteTable(view)
    try expectEqual(try await store.listedNames(), [other], "views")
    try await expectError(.viewNotFound, "reading it") { _ = try await store.adapter.readTable(view) }
    try expectEqual(try await store.adapter.readTable(other).rowCount, 4, "rows of another table")
    try await create(store, view)
    try expectEqual(try await store.adapter.readTable(view).rowCount, 0, "rows of a new table of the name")
    guard store.options.hasOnlineStore, store.options.onlineNeedsMaterialize else { return }
    let online = try await store.online(["customer_id": [1]], ["\(view):age", "\(other):city"])
    try expectEqual(try online["age"].statuses, [.notFound], "online statuses of a new table of the name")
    try expectEqual(try online["city"].values, ["Bergen"], "online values of another table")
  }

  private static func versions(_ store: CheckStore) async throws {
    let name = store.name("versions")
    try await create(store, name)
    var written: [(number: Int64, rows: DataFrame)] = []
    func note() async throws {
      let versions = try await store.adapter.getTableMetadata(name).versions
      guard let newest = versions.last else { throw Mismatch("there is no version") }
      written.append((newest.number, try await rows(store, name)))
    }
    try await note()
    try await store.adapter.writeTable(name, try Customers.rows().slice(0..<2))
    try await note()
    try await store.adapter.writeTable(name, try Customers.rows().slice(2..<4))
    try await note()
    try await store.adapter.writeTable(name, try Customers.rows().slice(1..<2), mode: .overwrite)
    try await note()
    try expectEqual(written.map(\.rows.rowCount), [0, 2, 4, 1], "rows of the newest version after each write")
    let listed = try await store.adapter.getTableMetadata(name).versions.map(\.number)
    try expectEqual(listed, listed.sorted(), "the order of versions")
    for (number, expected) in written {
      try expect(listed.contains(number), "version \(number) is not listed: \(listed)")
      try expectFrame(try await rows(store, name, number), expected, "version \(number)")
    }
    let unknown = (listed.last ?? 0) + 100
    try await expectError(.versionNotFound, "an unknown version") {
      _ = try await store.adapter.readTable(name, version: unknown)
    }
  }

  private static let misuses: [MisuseChecks.Misuse] = [
    .init("creating a table that is there", .conflict) { store, view in try await create(store, view) },
    .init("creating a table without its key", .columnNotFound) { store, _ in
      try await store.adapter.createTable(
        FeatureViewConfig(name: store.name("refused"), entityKey: "nobody"), schema: try Customers.rows().schema)
    },
    .init("creating a table with a column twice", .invalidArgument) { store, _ in
      let schema = try Customers.rows().schema
      try await store.adapter.createTable(
        FeatureViewConfig(name: store.name("refused"), entityKey: "customer_id"), schema: schema + schema)
    },
    .init("creating a table with a bad name", .invalidName) { store, _ in
      try await store.adapter.createTable(
        FeatureViewConfig(name: "a b", entityKey: "customer_id"), schema: try Customers.rows().schema)
    },
    .init("writing to an unknown table", .viewNotFound) { store, view in
      try await store.adapter.writeTable("\(view)x", try Customers.rows())
    },
    .init("writing no row", .emptyFrame) { store, view in
      try await store.adapter.writeTable(view, try Customers.rows().head(0), mode: .overwrite)
    },
    .init("writing without a feature", .columnNotFound) { store, view in
      try await store.adapter.writeTable(view, try Customers.rows().drop(["age"]))
    },
    .init("writing a null key", .invalidArgument) { store, view in
      try await store.adapter.writeTable(view, try Customers.rows().adding("customer_id", .int64([1, nil, 2, 3])))
    },
    .init("writing text to a feature of integers", .conflict) { store, view in
      try await store.adapter.writeTable(view, try Customers.rows().adding("age", .string(["a", "b", "c", "d"])))
    },
    .init("reading an unknown table", .viewNotFound) { store, view in
      _ = try await store.adapter.readTable("\(view)x")
    },
    .init("reading an unknown version", .versionNotFound) { store, view in
      _ = try await store.adapter.readTable(view, version: 9_999)
    },
    .init("asking about an unknown table", .viewNotFound) { store, view in
      _ = try await store.adapter.getTableMetadata("\(view)x")
    },
    .init("deleting an unknown table", .viewNotFound) { store, view in
      try await store.adapter.deleteTable("\(view)x")
    },
  ]
}
