import DataFrames
import FeatureStoreCore
import Testing

@Suite struct TimestampColumnTests {
  private let utc = ColumnType.timestamp(.microseconds, utc: true)

  private func resolve(_ schema: [(name: String, type: ColumnType)], _ named: String? = nil) throws -> String {
    try TimestampColumn.resolve(schema, named: named, in: "The frame")
  }

  @Test("event_timestamp comes first, then feature_timestamp, then the only timestamp column")
  func order() throws {
    #expect(try resolve([("t", utc), ("feature_timestamp", utc), ("event_timestamp", utc)]) == "event_timestamp")
    #expect(try resolve([("t", utc), ("feature_timestamp", utc)]) == "feature_timestamp")
    #expect(try resolve([("id", .int64), ("t", utc)]) == "t")
    #expect(try resolve([("event_timestamp", utc), ("t", utc)], "t") == "t")
    #expect(try resolve([("event_timestamp", .date)]) == "event_timestamp")
  }

  @Test("none or several candidates are an error that lists them")
  func candidates() {
    let none = #expect(throws: FeatureStoreError.self) { try resolve([("id", .int64), ("x", .string)]) }
    #expect(none?.message.contains("no timestamp column") == true)
    #expect(none?.message.contains("Columns here: id, x.") == true)
    let several = #expect(throws: FeatureStoreError.self) { try resolve([("a", utc), ("b", utc)]) }
    #expect(several?.message.contains("several timestamp columns: a, b") == true)
  }

  @Test("a named column must be there and hold times")
  func named() {
    let missing = #expect(throws: FeatureStoreError.self) { try resolve([("a", utc)], "b") }
    #expect(missing?.code == .columnNotFound)
    let text = #expect(throws: FeatureStoreError.self) { try resolve([("event_timestamp", .string)]) }
    #expect(text?.code == .typeMismatch)
    #expect(text?.message.contains("holds string") == true)
  }
}
