import DataFrames
import FeatureStoreCore
import Testing

@Suite struct FeatureValueTests {
  @Test("literals make values")
  func literals() {
    let values: [FeatureValue] = [1, 2.5, "a", true, nil]
    #expect(values == [.int64(1), .float64(2.5), .string("a"), .bool(true), .null])
  }

  @Test("values become a column of their type and back")
  func columns() throws {
    let values: [FeatureValue] = [.float32(1.5), .null]
    let column = try Column(values)
    #expect(column == .float32([1.5, nil]))
    #expect((0..<2).map { FeatureValue(column, row: $0) } == values)
    #expect(try Column([FeatureValue.null]).type == .string)
  }

  @Test("mixed types are refused and named")
  func mixed() {
    let error = #expect(throws: FeatureStoreError.self) { try Column([1, "a"] as [FeatureValue]) }
    #expect(error?.message == "Value 1 is string, the ones before it are int64.")
  }

  @Test("a bad date is a thrown error, not a trap")
  func dates() throws {
    let bad: FeatureDate = "soon"
    #expect(throws: FeatureStoreError.self) { try bad.timestamp() }
    #expect(try ("2024-01-01" as FeatureDate).timestamp().description == "2024-01-01T00:00:00Z")
  }

  @Test("entity keys keep the order they are written in and must be of one length")
  func entityKeys() throws {
    let keys: EntityKeys = ["b": [1, 2], "a": ["x", "y"]]
    #expect(keys.columns.map(\.name) == ["b", "a"])
    #expect(try keys.checkedCount() == 2)
    #expect(throws: FeatureStoreError.self) { try EntityKeys(["a": [1], "b": [1, 2]]).checkedCount() }
    #expect(throws: FeatureStoreError.self) { try EntityKeys([:]).checkedCount() }
    #expect(throws: FeatureStoreError.self) { try EntityKeys([("a", [1]), ("a", [1])]).checkedCount() }
  }
}
