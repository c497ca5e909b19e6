import DataFrames
import Testing

@Suite struct DataFrameTests {
  let frame: DataFrame = [
    "id": .int64([1, 2, 3]), "city": .string(["Oslo", nil, "Zürich"]), "rate": .float64([0.5, 1, nil]),
  ]

  @Test("columns are found by name, and a missing one is an error that lists those there are")
  func columns() throws {
    #expect(Array(try frame["id", as: Int64.self]) == [1, 2, 3])
    let missing = #expect(throws: DataFrameError.self) { try frame.column("town") }
    #expect(missing?.message == "No column 'town'. Columns here: id, city, rate.")
    let wrong = #expect(throws: DataFrameError.self) { try frame["city", as: Int64.self] }
    #expect(wrong?.message == "Column 'city' holds string, not int64.")
  }

  @Test("columns of different lengths or of one name are refused")
  func shape() {
    #expect(thrownCode { try DataFrame(columns: [("a", .int64([1])), ("b", .int64([1, 2]))]) } == .shape)
    #expect(thrownCode { try DataFrame(columns: [("a", .int64([1])), ("a", .int64([1]))]) } == .shape)
  }

  @Test("select, drop, add, head, filter and concat do what they say")
  func verbs() throws {
    #expect(try frame.select(["city", "id"]).columnNames == ["city", "id"])
    #expect(try frame.drop(["rate"]).columnNames == ["id", "city"])
    #expect(try frame.adding("id", .int64([7, 8, 9])).column("id") == .int64([7, 8, 9]))
    #expect(frame.head(2).rowCount == 2 && frame.head(9).rowCount == 3 && frame.head(-1).rowCount == 0)
    #expect(try frame.filter([false, true, true])["id", as: Int64.self].map { $0 } == [2, 3])
    #expect(try DataFrame.concat([frame, frame.select(["rate", "id", "city"])]).rowCount == 6)
    #expect(thrownCode { try DataFrame.concat([frame, frame.drop(["id"])]) } == .columnNotFound)
  }

  @Test("a frame of many columns prints the first twelve and names the others")
  func wide() throws {
    let names = (1...14).map { "c\($0)" }
    let wide = try DataFrame(columns: names.map { (name: $0, column: Column.int64([1])) })
    #expect(wide.description.hasSuffix("… 2 more columns: c13, c14\n1 rows × 14 columns"))
    #expect(!wide.description.split(separator: "\n")[0].contains("c13"))
    #expect(wide.table(maxRows: 1).split(separator: "\n")[0].contains("c14"))
  }

  @Test("prints an aligned table with types and the whole size")
  func printing() {
    let expected = """
         id  city    rate
      int64  string  float64
      ─────  ──────  ───────
          1  Oslo        0.5
          2  null        1.0
      … 1 more
      3 rows × 3 columns
      """
    #expect(
      frame.table(maxRows: 2).split(separator: "\n").map { $0.filter { $0 != " " } }
        == expected.split(separator: "\n").map { $0.filter { $0 != " " } })
    #expect(frame.description.contains("    3  Zürich     null"))
  }
}
