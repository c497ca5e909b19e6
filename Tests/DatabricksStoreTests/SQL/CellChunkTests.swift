import DataFrames
import FeatureStoreCore
import Testing

@testable import DatabricksStore

@Suite("Result chunks")
struct CellChunkTests {
  private func read(_ json: String, _ types: ColumnType...) throws -> [Column] {
    let chunk = try CellChunk(json: Array(json.utf8), width: types.count)
    return try zip(types, chunk.columns).map { try ResultColumn(name: "c", type: $0).read($1) }
  }

  @Test("texts, numbers, nulls and escapes become columns")
  func values() throws {
    let columns = try read(
      #" [ ["1","a\"b\\\u00e9\ud83d\ude00"] , [null,""],["-9223372036854775808",null] ] "#, .int64, .string)
    #expect(Array(try columns[0].values(as: Int64.self)) == [1, nil, .min])
    #expect(Array(try columns[1].values(as: String.self)) == ["a\"b\\é😀", "", nil])
  }

  @Test("doubles as Java and as others print them")
  func doubles() throws {
    let columns = try read(
      #"[["1.0"],["1.0E20"],["1e20"],["NaN"],["Infinity"],["-inf"],["4.9E-324"]]"#, .float64)
    let values = Array(try columns[0].values(as: Double.self))
    #expect(values[0] == 1)
    #expect(values[1] == 1e20 && values[2] == 1e20)
    #expect(values[3]?.isNaN == true)
    #expect(values[4] == .infinity && values[5] == -.infinity)
    #expect(values[6] == .leastNonzeroMagnitude)
  }

  @Test("times are counts of microseconds, times without a zone are texts")
  func times() throws {
    let columns = try read(
      #"[["1700000000123456","2024-01-02 03:04:05.678901"],["-1",null]]"#, .timestamp(.microseconds, utc: true),
      .timestamp(.microseconds, utc: false))
    #expect(Array(try columns[0].values(as: Timestamp.self))[0] == Timestamp(1_700_000_000_123_456, .microseconds))
    #expect(Array(try columns[0].values(as: Timestamp.self))[1] == Timestamp(-1, .microseconds))
    #expect(try columns[1].values(as: Timestamp.self)[0] == Timestamp("2024-01-02T03:04:05.678901Z"))
  }

  @Test("lists, bytes, decimals, dates and truth values")
  func others() throws {
    let columns = try read(
      #"[["[1.5,null]","AAH/","12.50","2024-02-29","true"],[null,null,null,null,null]]"#, .list(.float64), .binary,
      .decimal(precision: 10, scale: 2), .date, .bool)
    #expect(try columns[0].values(as: [Double?].self)[0] == [1.5, nil])
    #expect(try columns[1].values(as: [UInt8].self)[0] == [0, 1, 255])
    #expect(try columns[2].values(as: DecimalValue.self)[0] == DecimalValue(unscaled: 1250, scale: 2))
    #expect(try columns[3].values(as: CivilDate.self)[0]?.daysSinceEpoch == 19_782)
    #expect(Array(try columns[4].values(as: Bool.self)) == [true, nil])
  }

  @Test("an empty result has no rows")
  func empty() throws { #expect(try CellChunk(json: Array("[]".utf8), width: 3).rowCount == 0) }

  @Test(
    "damaged text is an error, never a crash",
    arguments: [
      "", "[", "[[", "[[\"1\"", "[[\"1]", "[[\"1\"]", "[[\"1\"]]x", "{}", "[[\"1\",\"2\"]]", "[[]]", "[[1,]]",
      "[[\"\\u12\"]]",
      "[[\"a\"] [\"b\"]]", "[[[1]]]", "[[{}]]", "null", "[null]",
    ])
  func damaged(text: String) {
    #expect(throws: FeatureStoreError.self) { try CellChunk(json: Array(text.utf8), width: 1) }
  }

  @Test("a cell that does not read as its type names the column")
  func wrongCell() {
    let error = #expect(throws: FeatureStoreError.self) { try read(#"[["x"]]"#, .int64) }
    #expect(error?.context.column == "c")
  }
}
