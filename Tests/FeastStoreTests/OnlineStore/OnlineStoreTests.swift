import DataFrames
import FeatureStoreCore
import Foundation
import SQLite
import Testing

@testable import FeastStore

@Suite struct OnlineStoreTests {
  let folder: TemporaryFolder
  let store: OnlineStore
  let table = OnlineTable(project: "demo", view: "fv")
  let encoder: EntityKeyEncoder
  /// So many features that a query looks for each wanted one.
  let stored = 100

  init() throws {
    folder = try TemporaryFolder()
    store = OnlineStore(path: folder.file("online.db"))
    encoder = try EntityKeyEncoder(joinKeys: [FeastField(name: "id", type: .int64)], version: .v3)
  }

  private func keys(_ ids: [Int64?]) throws -> TextBuffer { try encoder.encode(columns: [.int64(ids)]) }

  private func batch(_ ids: [Int64?], _ values: [Int64?], at seconds: [Int64]) throws -> OnlineBatch {
    try OnlineBatch(
      keys: keys(ids), features: [(field: FeastField(name: "n", type: .int64), column: .int64(values))],
      eventTime: .timestamp(seconds.map { Timestamp(seconds: $0) }))
  }

  private func values(_ ids: [Int64?], of feature: String = "n") throws -> [FeatureValue?] {
    let rows = try store.read(OnlineQuery(table, features: [feature], stored: stored), keys: keys(ids))
    // A plain nil would be a FeatureValue: null.
    return ids.indices.map { rows[$0, 0].eventSeconds == nil ? FeatureValue?.none : .some(rows[$0, 0].value) }
  }

  @Test("What is written is read, for the keys and features asked for, in their order, repeats included")
  func writeAndRead() throws {
    let text = FeastField(name: "s", type: .string)
    let number = FeastField(name: "n", type: .double)
    let batch = try OnlineBatch(
      keys: keys([1, 2, nil]),
      features: [(field: text, column: .string(["a", nil, "c"])), (field: number, column: .float64([1.5, .nan, 3]))],
      eventTime: .timestamp([Timestamp](repeating: Timestamp(seconds: 100), count: 3)))
    try store.write(batch, to: table)

    let query = OnlineQuery(table, features: ["n", "other", "s"], stored: stored)
    let rows = try store.read(query, keys: keys([2, 1, 7, nil, 1]))
    #expect(rows.column(0, named: "n").values == [.null, .float64(1.5), .null, .null, .float64(1.5)])
    #expect(rows.column(0, named: "n").statuses == [.null, .present, .notFound, .notFound, .present])
    #expect(rows.column(1, named: "other").statuses.allSatisfy { $0 == .notFound })
    #expect(rows.column(2, named: "s").values == [.null, .string("a"), .null, .null, .string("a")])
    #expect(rows.column(2, named: "s").eventTimestamps[0] == Timestamp(seconds: 100))
  }

  @Test("Reading all rows of an entity gives the same as looking for some features", arguments: [1, 2, 3, 100])
  func queryForms(_ stored: Int) throws {
    let fields = ["é", "b", "a", "c"].map { FeastField(name: $0, type: .int64) }
    let columns = fields.indices.map { (field: fields[$0], column: Column.int64([Int64($0), 10 + Int64($0)])) }
    let times = Column.timestamp([Timestamp(seconds: 1), Timestamp(seconds: 1)])
    try store.write(try OnlineBatch(keys: keys([1, 2]), features: columns, eventTime: times), to: table)
    let query = OnlineQuery(table, features: ["c", "é", "nothing"], stored: stored)
    let rows = try store.read(query, keys: keys([2, 1, 3]))
    #expect(rows.column(0, named: "c").values == [.int64(13), .int64(3), .null])
    #expect(rows.column(1, named: "é").values == [.int64(10), .int64(0), .null])
    #expect(rows.column(2, named: "nothing").statuses == [.notFound, .notFound, .notFound])
  }

  @Test("An older event never replaces a newer one; an equal one does")
  func olderEvent() throws {
    try store.write(batch([1, 2], [10, 20], at: [100, 100]), to: table)
    try store.write(batch([1, 2, 3], [11, 21, 31], at: [99, 100, 1]), to: table)
    #expect(try values([1, 2, 3]) == [.int64(10), .int64(21), .int64(31)])
    try store.write(batch([1], [nil], at: [101]), to: table)
    #expect(try values([1]) == [.null])
  }

  @Test("Within a batch the newest of a key's rows wins, of equal times the last")
  func repeatedKeysInBatch() throws {
    try store.write(batch([1, 1, 2, 2], [1, 2, 3, 4], at: [9, 5, 5, 5]), to: table)
    #expect(try values([1, 2]) == [.int64(1), .int64(4)])
  }

  @Test("A missing file or table holds nothing")
  func nothingMaterialized() throws {
    #expect(try values([1]) == [FeatureValue?.none])
    #expect(folder.fileNames.isEmpty)
    try store.createTable(OnlineTable(project: "demo", view: "other"))
    #expect(try values([1]) == [FeatureValue?.none])
  }

  @Test("A dropped table holds nothing, also for a reader that knew it")
  func droppedTable() throws {
    try store.write(batch([1], [1], at: [1]), to: table)
    #expect(try values([1]) == [.int64(1)])
    try store.dropTable(table)
    #expect(try values([1]) == [FeatureValue?.none])
    try store.write(batch([1], [2], at: [0]), to: table)
    #expect(try values([1]) == [.int64(2)])
  }

  @Test("A file that was removed and made anew is noticed by readers and writers")
  func replacedFile() throws {
    try store.write(batch([1], [1], at: [1]), to: table)
    #expect(try values([1]) == [.int64(1)])
    for name in folder.fileNames { try FileManager.default.removeItem(atPath: folder.file(name)) }
    #expect(try values([1]) == [FeatureValue?.none])
    try OnlineStore(path: store.path).write(batch([1], [5], at: [1]), to: table)
    #expect(try values([1]) == [.int64(5)])
    try store.write(batch([1], [6], at: [2]), to: table)
    #expect(try values([1]) == [.int64(6)])
  }

  @Test("A file that is no database is an error that names it")
  func damagedFile() throws {
    try folder.write(String(repeating: "no database ", count: 500), to: "online.db")
    let error = try #require(throws: FeatureStoreError.self) { try values([1]) }
    #expect(error.code == .corruptData)
    #expect(error.message.contains(store.path))
    #expect(thrownCode { try store.write(batch([1], [1], at: [1]), to: table) } == .corruptData)
  }

  @Test("A database locked too long is an error that names the file, and nothing is written")
  func busy() throws {
    try store.createTable(table)
    let impatient = OnlineStore(path: store.path, busySeconds: 0.05)
    let other = try SQLiteConnection(path: store.path, access: .create, busyTimeout: 1)
    try other.transaction { _ in
      let error = try #require(throws: FeatureStoreError.self) {
        try impatient.write(batch([1], [1], at: [1]), to: table)
      }
      #expect(error.code == .storeBusy)
      #expect(error.message.contains(store.path))
      #expect(try values([1]) == [FeatureValue?.none], "a reader does not wait for a writer")
    }
    try impatient.write(batch([1], [1], at: [1]), to: table)
  }

  @Test("Rows are what Feast writes: text beside the value, null as an empty blob, times as whole seconds")
  func storedForm() throws {
    let features: [(field: FeastField, column: Column)] = [
      (FeastField(name: "b", type: .bool), .bool([true])), (FeastField(name: "f", type: .float), .float32([0.1])),
      (FeastField(name: "i", type: .int32), .int32([nil])), (FeastField(name: "s", type: .string), .string([""])),
      (FeastField(name: "t", type: .unixTimestamp), .timestamp([nil])),
      (FeastField(name: "x", type: .bytes), .binary([[0]])),
    ]
    let batch = try OnlineBatch(
      keys: keys([1]), features: features, eventTime: .timestamp([Timestamp(-500, .milliseconds)]),
      created: .timestamp([Timestamp(1_600, .milliseconds)]))
    try store.write(batch, to: table)
    let connection = try SQLiteConnection(path: store.path, access: .readOnly, busyTimeout: 1)
    let rows = try connection.run { session -> [String] in
      let statement = try session.statement(
        "SELECT feature_name, hex(value), quote(value_text), event_ts, created_ts, quote(vector_value) FROM demo_fv ORDER BY 1"
      )
      defer { statement.reset() }
      var rows: [String] = []
      while try statement.step() { rows.append((0..<6).map { statement.text($0) }.joined(separator: "|")) }
      return rows
    }
    #expect(
      rows == [
        "b|3801|'True'|0|1|NULL", "f|35CDCCCC3D|'0.10000000149011612'|0|1|NULL", "i||NULL|0|1|NULL",
        "s|1200|''|0|1|NULL",
        "t|4080808080808080808001|NULL|0|1|NULL", "x|0A0100|NULL|0|1|NULL",
      ])
    let schema = try connection.run { session -> String in
      let statement = try session.statement("SELECT sql FROM sqlite_master WHERE name = 'demo_fv'")
      defer { statement.reset() }
      return try statement.step() ? statement.text(0) : ""
    }
    #expect(schema.contains("event_ts timestamp, created_ts timestamp, PRIMARY KEY(entity_key, feature_name)"))
  }

  @Test("Times that early versions wrote as text are read and may be replaced by any event; other ones are an error")
  func oddTimes() throws {
    try store.write(batch([1, 2], [1, 2], at: [1, 1]), to: table)
    let other = try SQLiteConnection(path: store.path, access: .create, busyTimeout: 1)
    try other.transaction { try $0.execute("UPDATE demo_fv SET event_ts = '2026-01-01 00:00:00'") }
    let query = OnlineQuery(table, features: ["n"], stored: stored)
    #expect(try store.read(query, keys: keys([1]))[0, 0].eventSeconds == 1_767_225_600)
    try store.write(batch([1], [7], at: [5]), to: table)
    #expect(try values([1]) == [.int64(7)])
    try other.transaction { try $0.execute("UPDATE demo_fv SET event_ts = NULL") }
    let error = try #require(throws: FeatureStoreError.self) { try values([1]) }
    #expect(error.code == .corruptData)
    try store.write(batch([1], [8], at: [-5]), to: table)
    #expect(try values([1]) == [.int64(8)])
  }

  @Test("A column of another type is converted to the declared one, or named in an error")
  func declaredTypes() throws {
    let field = FeastField(name: "n", type: .string)
    let times = Column.timestamp([Timestamp(seconds: 1), Timestamp(seconds: 1)])
    try store.write(
      try OnlineBatch(keys: keys([1, 2]), features: [(field: field, column: .int64([1, nil]))], eventTime: times),
      to: table)
    #expect(try values([1, 2]) == [.string("1"), .null])
    let narrow = FeastField(name: "n", type: .int32)
    let error = try #require(throws: FeatureStoreError.self) {
      try OnlineBatch(keys: keys([1, 2]), features: [(field: narrow, column: .int64([1, 1 << 40]))], eventTime: times)
    }
    #expect(error.code == .typeMismatch)
    for word in ["'n'", "Row 1", "int64", "INT32"] { #expect(error.message.contains(word)) }
  }

  @Test("Readers and a writer work at the same time; a reader sees all of a batch or nothing of it")
  func concurrency() async throws {
    let ids = (0..<200).map { Int64($0) as Int64? }
    let wanted = try keys(ids)
    try store.write(batch(ids, ids.map { _ in 0 }, at: ids.map { _ in 0 }), to: table)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 1...20 {
          try store.write(batch(ids, ids.map { _ in Int64(round) }, at: ids.map { _ in Int64(round) }), to: table)
        }
      }
      for _ in 0..<3 {
        group.addTask {
          for _ in 0..<40 {
            let rows = try store.read(OnlineQuery(table, features: ["n"], stored: stored), keys: wanted)
            #expect(Set(rows.cells.map(\.value)).count == 1)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
