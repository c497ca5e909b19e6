import DataFrames
import Testing

@testable import Parquet

@Suite struct PartitionValuesTests {
  @Test("Folders give keys and values, decoded; other folders say nothing")
  func parsing() {
    let values = PartitionValues.parse("part/year=2024/city=S%C3%A3o%20Paulo%2F1/x=/=y/a.parquet")
    #expect(values.map(\.key) == ["year", "city", "x"])
    #expect(values.map(\.value) == ["2024", "São Paulo/1", ""])
    #expect(PartitionValues.parse("year=__HIVE_DEFAULT_PARTITION__/a.parquet").map(\.value) == [nil])
    #expect(PartitionValues.parse("a=b.parquet").isEmpty)
    #expect(PartitionValues.parse("a=%zz%4/x.parquet").map(\.value) == ["%zz%4"])
  }

  @Test("A column is int64 when all values are integers in their usual form")
  func types() {
    #expect(PartitionValues.type(["1", "-2", nil]) == .int64)
    #expect(PartitionValues.type(["1", "02"]) == .string)
    #expect(PartitionValues.type(["1", "x"]) == .string)
    #expect(PartitionValues.type([nil, nil]) == .string)
    #expect(PartitionValues.type(["9223372036854775808"]) == .string)
  }
}
