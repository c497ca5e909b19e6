import DataFrames
import Testing

@Suite struct CSVTests {
  @Test("types are inferred from all rows")
  func inference() throws {
    let text =
      "i,f,b,d,t,z,s,code,n\n1,1.5,true,2024-01-31,2024-01-31T10:00:00,2024-01-31T10:00:00Z,x,007,\n-2,3,False,2024-02-01,2024-02-01 11:00,2024-02-01T11:00:00+01:00,,12,\n"
    let frame = try DataFrame(csvText: text.utf8)
    let types = frame.schema.map(\.type)
    #expect(
      types == [
        .int64, .float64, .bool, .date, .timestamp(.microseconds, utc: false),
        .timestamp(.microseconds, utc: true), .string, .string, .string,
      ])
    #expect(try frame.column("s") == .string(["x", nil]))
    #expect(try frame.column("n").nullCount == 2)
    #expect(try frame["z", as: Timestamp.self][1]?.description == "2024-02-01T10:00:00Z")
  }

  @Test("quotes hold separators, quotes and line ends; an empty quoted field is an empty text")
  func quoting() throws {
    let frame = try DataFrame(csvText: "a,b\r\n\"x,\"\"y\"\"\n\",\"\"\r\n,2\r\n".utf8)
    #expect(try frame.column("a") == .string(["x,\"y\"\n", nil]))
    #expect(try frame.column("b") == .string(["", "2"]))
  }

  @Test("what is written reads back as the same frame")
  func roundTrip() throws {
    let frame: DataFrame = [
      "s": .string(["12", "", nil, "a,b", "true", "2024-01-01"]), "f": .float64([0.1, nil, 1e300, -0.0, .infinity, 2]),
      "t": try .timestamp(iso8601: ["2024-01-01", nil, "2024-01-01T00:00:00.000001Z", nil, nil, nil]),
    ]
    #expect(try DataFrame(csvText: frame.csvText()) == frame)
  }

  @Test("a type can be given, and a field that is not of it is named")
  func override() throws {
    #expect(
      try DataFrame(csvText: "a\n1\n".utf8, options: CSVOptions(types: ["a": .string])).column("a") == .string(["1"]))
    let error = #expect(throws: DataFrameError.self) {
      try DataFrame(csvText: "a\n1\nx\n".utf8, options: CSVOptions(types: ["a": .int64]))
    }
    #expect(error?.message == "Column 'a', record 2: 'x' is no int64.")
  }

  @Test(
    "bad text is an error that names the line",
    arguments: [
      ("", "The CSV text is empty"), ("a,b\n1\n", "Line 2 has 1 fields, the header has 2"),
      ("a\n\"x", "Line 2: a quote is opened"), ("a\n\"x\"y\n", "Line 2: text after a closing quote"),
      ("a,a\n1,2\n", "Two columns are named 'a'"),
    ])
  func bad(text: String, message: String) {
    let error = #expect(throws: DataFrameError.self) { try DataFrame(csvText: text.utf8) }
    #expect(error?.message.hasPrefix(message) == true)
  }
}
