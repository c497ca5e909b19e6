import DataFrames
import Testing

@Suite struct DistinctTests {
  let frame: DataFrame = [
    "city": .string(["Bern", "Oslo", nil, "Oslo", nil, "Rome"]), "x": .float64([.nan, 0, -0.0, .nan, nil, 1]),
  ]

  @Test("values are counted, the most frequent first, ties as they appear")
  func counting() throws {
    #expect(
      try frame.valueCounts("city")
        == ["city": .string(["Oslo", "Bern", "Rome"]), "count": .int64([2, 1, 1])])
    #expect(
      try frame.valueCounts("city", includingNulls: true, countName: "n")
        == ["city": .string(["Oslo", nil, "Bern", "Rome"]), "n": .int64([2, 2, 1, 1])])
    #expect(try frame.valueCounts("x").column("count") == .int64([2, 2, 1]))
    #expect(thrownCode { try frame.valueCounts("town") } == .columnNotFound)
    #expect(thrownCode { try frame.valueCounts("city", countName: "city") } == .shape)
  }

  @Test("distinct values in the order of their first appearance")
  func distinct() throws {
    #expect(try frame.column("city").unique() == .string(["Bern", "Oslo", nil, "Rome"]))
    #expect(try frame.column("city").uniqueCount() == 3)
    #expect(try frame.column("x").unique() == .float64([.nan, 0, nil, 1]))
    #expect(try frame.unique(by: ["city"]).rowCount == 4)
    #expect(try frame.unique() == frame)
    #expect(try DataFrame.concat([frame, frame]).unique() == frame)
    #expect(thrownCode { try Column.list([[1.0]]).unique() } == .typeMismatch)
  }

  @Test("counts equal a naive count on every type", arguments: 0..<10)
  func oracle(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    for kind in GeneratedColumns.orderedTypes {
      let column = GeneratedColumns.column(kind, count: Int.random(in: 0...60, using: &random), &random)
      var expected: [NaiveCell: Int64] = [:]
      for row in 0..<column.count { expected[NaiveCell(column, row), default: 0] += 1 }
      let counts = try DataFrame(columns: [("v", column)]).valueCounts("v", includingNulls: true)
      let values = try counts.column("v")
      let ours = try counts["count", as: Int64.self]
      #expect(counts.rowCount == expected.count, "\(kind), seed \(seed)")
      for row in 0..<counts.rowCount {
        #expect(ours[row] == expected[NaiveCell(values, row)], "\(kind) row \(row), seed \(seed)")
        #expect(row == 0 || (ours[row] ?? 0) <= (ours[row - 1] ?? 0), "\(kind) row \(row), seed \(seed)")
      }
    }
  }
}
