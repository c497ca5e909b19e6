import DataFrames
import FeatureStoreCore
import Testing

@testable import DatabricksStore

@Suite("How rows fit a table")
struct TableShapeTests {
  private static let frame: DataFrame = [
    "id": .int64([1]), "event_timestamp": .timestamp([Timestamp(seconds: 0)]), "x": .float64([1]),
  ]

  private func rows(_ frame: DataFrame = frame, keys: [String] = ["id"]) throws -> StoredFrame {
    try StoredFrame(FeatureViewConfig(name: "v", entityKeys: keys), frame)
  }

  private func table(_ columns: [(String, String)]) throws -> FeatureTable {
    let columns = columns.map { JSONValue.object(["name": .string($0.0), "type_text": .string($0.1)]) }
    let key: JSONValue = .object([
      "name": "pk", "child_columns": .array(["id", "event_timestamp"]),
      "timeseries_columns": .array(["event_timestamp"]),
    ])
    let info = try TableInfo(
      .object([
        "catalog_name": "c", "schema_name": "s", "name": "v", "columns": .array(columns),
        "table_constraints": .array([.object(["primary_key_constraint": key])]),
      ]))
    return try #require(FeatureTable(info))
  }

  @Test("a new table has keys, time and features; a foreign one is read by its primary key alone")
  func newAndForeign() throws {
    let shape = try TableShape(try rows(), existing: nil)
    #expect(shape.keys.map(\.sqlType) == ["BIGINT"] && shape.time.sqlType == "TIMESTAMP")
    #expect(shape.all.map(\.name) == ["id", "event_timestamp", "x"] && shape.added.isEmpty)
    let foreign = try table([("id", "bigint"), ("event_timestamp", "timestamp"), ("a", "int"), ("b", "map<int,int>")])
    #expect(foreign.view == "v" && foreign.features.map(\.name) == ["a", "b"])
    #expect(throws: FeatureStoreError.self) { try foreign.feature("b") }
  }

  @Test("new features are added, stored types are kept when the values fit")
  func existing() throws {
    let shape = try TableShape(
      try rows(), existing: try table([("id", "int"), ("event_timestamp", "timestamp"), ("y", "string")]))
    #expect(shape.added.map(\.name) == ["x"])
    #expect(try shape.frame.column("id").type == .int32)
    #expect(shape.all.map(\.name) == ["id", "event_timestamp", "y", "x"])
  }

  @Test("other keys and types are conflicts that name both")
  func conflicts() throws {
    let wrongType = try table([("id", "string"), ("event_timestamp", "timestamp")])
    let error = #expect(throws: FeatureStoreError.self) { try TableShape(try rows(), existing: wrongType) }
    #expect(error?.code == .conflict && error?.message.contains("STRING") == true)
    let two: DataFrame = [
      "id": .int64([1]), "id2": .int64([1]), "event_timestamp": .timestamp([Timestamp(seconds: 0)]), "x": .float64([1]),
    ]
    let other = try table([("id", "bigint"), ("event_timestamp", "timestamp")])
    #expect(throws: FeatureStoreError.self) { try TableShape(try rows(two, keys: ["id", "id2"]), existing: other) }
  }

  @Test(
    "names that Delta does not take and times finer than a microsecond are refused",
    arguments: ["a b", "a,b", "a;b", "a(b", "a=b", "X", "__fs_x"])
  func names(name: String) throws {
    let frame = try Self.frame.adding(name, .float64([2]))
    let config = FeatureViewConfig(name: "v", entityKey: "id", features: ["x", name])
    #expect(throws: FeatureStoreError.self) { try TableShape(try StoredFrame(config, frame), existing: nil) }
  }

  @Test("a nanosecond is refused, whole microseconds are taken")
  func nanoseconds() throws {
    let exact = try Self.frame.adding("t", .timestamp([Timestamp(seconds: 0, nanoseconds: 1_000)], unit: .nanoseconds))
    #expect(try TableShape(try rows(exact), existing: nil).features.last?.sqlType == "TIMESTAMP")
    let fine = try Self.frame.adding("t", .timestamp([Timestamp(seconds: 0, nanoseconds: 1)], unit: .nanoseconds))
    let error = #expect(throws: FeatureStoreError.self) { try TableShape(try rows(fine), existing: nil) }
    #expect(error?.code == .typeMismatch)
  }
}
