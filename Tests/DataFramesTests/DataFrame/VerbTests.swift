import DataFrames
import Testing

@Suite struct VerbTests {
  let frame: DataFrame = [
    "id": .int64([1, 2, 3]), "city": .string(["Oslo", nil, "Bern"]), "rate": .float64([0.5, .nan, nil]),
  ]

  @Test("columns get other names, and two can swap theirs")
  func renaming() throws {
    #expect(try frame.rename(["id": "key", "rate": "share"]).columnNames == ["key", "city", "share"])
    let swapped = try frame.rename(["id": "city", "city": "id"])
    #expect(swapped.columnNames == ["city", "id", "rate"])
    #expect(try swapped.column("city") == .int64([1, 2, 3]))
    #expect(thrownCode { try frame.rename(["town": "x"]) } == .columnNotFound)
    #expect(thrownCode { try frame.rename(["id": "city"]) } == .shape)
  }

  @Test("named columns come first, the others follow as they stood")
  func reordering() throws {
    #expect(try frame.reordered(["rate"]).columnNames == ["rate", "id", "city"])
    #expect(thrownCode { try frame.reordered(["rate", "rate"]) } == .shape)
    #expect(thrownCode { try frame.reordered(["x"]) } == .columnNotFound)
  }

  @Test("head, tail and slice return rows of one end, the other, or between")
  func slicing() throws {
    #expect(try frame.tail(2).column("id") == .int64([2, 3]))
    #expect(frame.tail(9) == frame && frame.tail(0).rowCount == 0 && frame.tail(-1).rowCount == 0)
    #expect(try frame.slice(1..<2).column("city") == .string([nil]))
    #expect(try frame.slice(3..<3).columnNames == frame.columnNames)
    let error = #expect(throws: DataFrameError.self) { try frame.slice(2..<4) }
    #expect(error?.message == "Rows 2..<4 are not all there: the frame has 3 rows.")
    #expect(thrownCode { try frame.slice(-1..<2) } == .badRow)
  }

  @Test("rows with nulls are dropped, in all columns or in the named ones; NaN is no null")
  func droppingNulls() throws {
    #expect(try frame.dropNulls().column("id") == .int64([1]))
    #expect(try frame.dropNulls(in: ["rate"]).column("id") == .int64([1, 2]))
    #expect(try frame.dropNulls(in: ["id"]) == frame)
    #expect(thrownCode { try frame.dropNulls(in: ["x"]) } == .columnNotFound)
    #expect(frame.nullCounts.map(\.count) == [0, 1, 1])
  }

  @Test("nulls become a value of the column's type, and the type stays")
  func fillingNulls() throws {
    let filled = try frame.fillNulls(["city": "?", "rate": 0])
    #expect(try filled.column("city") == .string(["Oslo", "?", "Bern"]))
    #expect(try filled.column("rate") == .float64([0.5, .nan, 0]))
    let others: DataFrame = [
      "i": .int32([nil]), "b": .bool([nil]), "t": .nulls(.timestamp(.milliseconds, utc: false), count: 1),
      "d": .nulls(.decimal(precision: 9, scale: 2), count: 1), "c": GeneratedColumns.dictionary([nil, 4]).slice(0..<1),
    ]
    let all = try others.fillNulls([
      "i": -1, "b": true, "t": .timestamp(Timestamp("2024-01-01")), "d": 3, "c": "x",
    ])
    #expect(all.schema.map(\.type) == others.schema.map(\.type))
    #expect(
      try all.columnNames.map { try all.column($0).text(0) } == ["-1", "true", "2024-01-01T00:00:00", "3.00", "x"])
  }

  @Test("a value that the column cannot hold is an error that names both types")
  func badFill() {
    let error = #expect(throws: DataFrameError.self) { try frame.fillNulls(["city": 0]) }
    #expect(error?.message == "Column 'city' holds string; its nulls cannot become an integer without loss.")
    let narrow: DataFrame = ["i": .int32([nil])]
    #expect(thrownCode { try narrow.fillNulls(["i": 3_000_000_000]) } == .typeMismatch)
    #expect(thrownCode { try narrow.fillNulls(["j": 1]) } == .columnNotFound)
  }

  @Test("Many columns are added at once: at the end, or where they stood")
  func addingMany() throws {
    let names = (0..<100).map { "c\($0)" }
    let frame = try DataFrame(columns: names.map { (name: $0, column: .int64([1])) })
    let more = try frame.adding([("new", .int64([2])), ("c7", .int64([3]))])
    #expect(more.columnNames == names + ["new"])
    #expect(try more.column("c7") == .int64([3]))
    #expect(try more.column("c99") == .int64([1]))
    #expect(throws: DataFrameError.self) { try frame.adding([("x", .int64([1])), ("x", .int64([1]))]) }
    #expect(throws: DataFrameError.self) { try frame.adding([("x", .int64([1, 2]))]) }
    #expect(!frame.hasColumn("new") && frame != more && frame == frame)
  }
}
