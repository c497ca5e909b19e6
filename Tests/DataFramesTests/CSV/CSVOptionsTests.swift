import DataFrames
import Testing

@Suite struct CSVOptionsTests {
  private func read(_ text: String, _ options: CSVOptions) throws -> DataFrame {
    try DataFrame(csvText: text.utf8, options: options)
  }

  @Test("texts that mean null are chosen; quoted they are text")
  func nullTexts() throws {
    let text = "a,b\nNA,x\n1,\n2,\"NA\"\n"
    let frame = try read(text, CSVOptions(nullTexts: ["", "NA"]))
    #expect(try frame.column("a") == .int64([nil, 1, 2]))
    #expect(try frame.column("b") == .string(["x", nil, "NA"]))
    let filled = try read(text, CSVOptions(nullTexts: ["NA"]))
    #expect(try filled.column("b") == .string(["x", "", "NA"]))
  }

  @Test("a text without a header has numbered columns, or the names given")
  func headerless() throws {
    let frame = try read("1,x\n2,y", CSVOptions(types: ["column_1": .float64], hasHeader: false))
    #expect(frame == ["column_1": .float64([1, 2]), "column_2": .string(["x", "y"])])
    let named = try read("1,x\n", CSVOptions(hasHeader: false, columnNames: ["id", "city"]))
    #expect(named == ["id": .int64([1]), "city": .string(["x"])])
    #expect(try read("a,b\n1,2\n", CSVOptions(columnNames: ["c", "d"])).columnNames == ["c", "d"])
    #expect(thrownCode { try read("1,2\n", CSVOptions(hasHeader: false, columnNames: ["a"])) } == .badCSV)
    let error = #expect(throws: DataFrameError.self) { try read("1,2\n3\n", CSVOptions(hasHeader: false)) }
    #expect(error?.message == "Line 2 has 1 fields, the first line has 2, divided by ','.")
  }

  @Test("another separator, both ways")
  func separator() throws {
    let frame: DataFrame = ["a": .string(["x;y", "1,5"]), "b": .int64([1, nil])]
    let semicolon = UInt8(ascii: ";")
    let text = frame.csvText(separator: semicolon)
    #expect(String(decoding: text, as: UTF8.self) == "a;b\n\"x;y\";1\n1,5;\n")
    #expect(try DataFrame(csvText: text, options: CSVOptions(separator: semicolon)) == frame)
  }

  @Test("whole numbers beyond int64 stay text, others become floats")
  func largeNumbers() throws {
    let frame = try read("id,x\n9223372036854775808,9223372036854775807\n1,-9223372036854775808\n", CSVOptions())
    #expect(try frame.column("id") == .string(["9223372036854775808", "1"]))
    #expect(try frame.column("x") == .int64([.max, .min]))
    #expect(try read("x\n1e3\n2\n", CSVOptions()).column("x") == .float64([1_000, 2]))
  }

  @Test("bytes that are no UTF-8 are an error that names the record")
  func encoding() {
    for bytes: [UInt8] in [[0xFF], [0xC3]] {
      let error = #expect(throws: DataFrameError.self) {
        try DataFrame(csvText: Array("a\nx\n".utf8) + bytes + Array("\n".utf8))
      }
      #expect(error?.message.hasPrefix("Column 'a', record 2: ") == true)
    }
    // The two halves of one character in two fields.
    #expect(thrownCode { try DataFrame(csvText: Array("a\nx".utf8) + [0xC3, 10, 0xBC, 10]) } == .badCSV)
  }
}
