import DataFrames
import Testing

@Suite struct DescribeTests {
  @Test("one row a column, and only the statistics that some column has")
  func shape() throws {
    let numbers: DataFrame = ["n": .int64([1, nil])]
    #expect(
      numbers.describe().columnNames
        == ["column", "type", "count", "nulls", "mean", "std", "min", "25%", "50%", "75%", "max"])
    let empty = try DataFrame(columns: []).describe()
    #expect(empty.rowCount == 0 && empty.columnNames == ["column", "type", "count", "nulls"])
  }

  @Test("every type is summarized by what it has")
  func types() throws {
    let frame: DataFrame = [
      "f": .float64([.nan, 2, nil]), "s": .string(["b", "a", "a"]), "b": .bool([true, nil, true]),
      "d": .date([CivilDate(daysSinceEpoch: 1), nil, CivilDate(daysSinceEpoch: 0)]), "v": .list([[1.0], nil, []]),
      "none": .nulls(.string, count: 3),
    ]
    let summary = frame.describe()
    #expect(try summary.column("count") == .int64([1, 3, 2, 2, 2, 0]))
    #expect(try summary.column("nulls") == .int64([1, 0, 1, 1, 1, 3]))
    #expect(try summary.column("mean") == .float64([2, nil, nil, nil, nil, nil]))
    #expect(try summary.column("std").nullCount == 6)
    #expect(try summary.column("unique") == .int64([nil, 2, 1, nil, nil, 0]))
    #expect(try summary.column("top") == .string([nil, "a", "true", nil, nil, nil]))
    #expect(try summary.column("freq") == .int64([nil, 2, 2, nil, nil, nil]))
    #expect(try summary.column("first") == .string([nil, nil, nil, "1970-01-01", nil, nil]))
    #expect(try summary.column("last") == .string([nil, nil, nil, "1970-01-02", nil, nil]))
  }
}
