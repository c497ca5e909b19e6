import Testing

@testable import DataFrames

@Suite struct CSVFilesOfOthersTests {
  private func frame(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> DataFrame {
    try DataFrame(csvText: text.utf8, options: options)
  }

  private func type(_ fields: String...) throws -> ColumnType {
    try frame("a,b\n" + fields.map { "\($0),\n" }.joined()).column("a").type
  }

  @Test(
    "Only decimal notation is a number",
    arguments: [
      "0x10", "0x5290aabbccddeeff0011", "snan", "nan(5)", "1E400", "-1e999", "1_000", "1e", "e5", ".", "+", "1.5.2",
      "٣",
    ])
  func noNumbers(_ field: String) throws {
    #expect(try type(field) == .string)
    #expect(try type("1.5", field) == .string)
    for declared in [ColumnType.float64, .float32, .int64] {
      let error = try #require(throws: DataFrameError.self) {
        try frame("a\n\(field)\n", CSVOptions(types: ["a": declared]))
      }
      #expect(error.message.contains("'a'") && error.message.contains(field))
    }
  }

  @Test(
    "Numbers in decimal notation are floats, with the words for what no digits write",
    arguments: [
      ("1.5", 1.5), (".5", 0.5), ("5.", 5), ("-1e3", -1_000), ("+2.5E-1", 0.25), ("1e-400", 0), ("inf", .infinity),
      ("-Infinity", -.infinity), ("0.30000000000000004", 0.30000000000000004),
    ])
  func numbers(_ field: String, _ value: Double) throws {
    let column = try frame("a\n\(field)\n0.5\n").column("a")
    #expect(column.type == .float64)
    #expect(try column.values(as: Double.self)[0] == value)
  }

  @Test("A float32 that its type cannot hold is refused")
  func narrow() throws {
    #expect(throws: DataFrameError.self) { try frame("a\n1e39\n", CSVOptions(types: ["a": .float32])) }
  }

  @Test("Nanoseconds are exact, and a unit that would cut them is refused")
  func nanoseconds() throws {
    let text = "t\n2024-01-01T00:00:00.123456789Z\n2024-01-01T00:00:00Z\n"
    let column = try frame(text).column("t")
    #expect(column.type == .timestamp(.nanoseconds, utc: true))
    #expect(try column.values(as: Timestamp.self)[0]?.nanoseconds == 123_456_789)
    let micros = CSVOptions(types: ["t": .timestamp(.microseconds, utc: true)])
    #expect(throws: DataFrameError.self) { try frame(text, micros) }
    let far = CSVOptions(types: ["t": .timestamp(.nanoseconds, utc: true)])
    #expect(throws: DataFrameError.self) { try frame("t\n9999-12-31T00:00:00Z\n", far) }
  }

  @Test(
    "Times with a zone in words are UTC",
    arguments: [
      "2024-01-01 10:00:00 UTC", "2024-01-01 10:00:00.5 UTC", "2024-01-01T10:00 GMT", "2024-01-01 10:00:00 +0000",
    ])
  func zones(_ field: String) throws { #expect(try type(field) == .timestamp(.microseconds, utc: true)) }

  @Test("Words for no value are nulls beside numbers, and strings beside strings")
  func nullWords() throws {
    let frame = try frame(
      "i,f,s,t,b\nNA,NULL,NA,NaT,None\n7,1.5,Oslo,2024-01-01T00:00:00Z,true\n\\N,NaN,NULL,,null\nnan,,x,N/A,\n")
    #expect(frame.schema.map(\.type) == [.int64, .float64, .string, .timestamp(.microseconds, utc: true), .bool])
    #expect(try Array(frame["i", as: Int64.self]) == [nil, 7, nil, nil])
    #expect(try frame["f", as: Double.self][0] == nil)
    #expect(try frame["f", as: Double.self][2]?.isNaN == true)
    #expect(try Array(frame["s", as: String.self]) == ["NA", "Oslo", "NULL", "x"])
    #expect(try type("NA", "NA") == .string)
  }

  @Test("A file whose every field is quoted is read as one without quotes")
  func allQuoted() throws {
    let frame = try frame("\"id\",\"x\",\"s\"\r\n\"1\",\"1.5\",\"a,b\"\r\n\"2\",\"\",\"007\"\r\n")
    #expect(frame.schema.map(\.type) == [.int64, .float64, .string])
    #expect(try frame["x", as: Double.self][1] == nil)
    // Where something stands without quotes, quotes say string.
    #expect(try self.frame("id,x\n\"1\",2\n").column("id").type == .string)
    var options = CSVOptions()
    options.timeColumns = ["at"]
    let times = try self.frame("at,x\n\"2024-01-01 00:00:00\",2\n", options)
    #expect(try times.column("at").type.isTimestamp)
  }

  @Test("The separator is found in the header", arguments: [";", "\t", "|", ","])
  func separators(_ mark: String) throws {
    let frame = try frame("a\(mark)\"b,c\"\n1\(mark)2\n")
    #expect(frame.columnNames == ["a", "b,c"])
    let one = try DataFrame(columns: [("x\(mark)y", .int64([1]))])
    #expect(try DataFrame(csvText: one.csvText()) == one)
  }

  @Test("Lists are written in one form, which reads back where the type is given")
  func lists() throws {
    func list(_ rows: [[String?]?]) throws -> Column {
      let elements = rows.flatMap { $0 ?? [] }
      let offsets = rows.reduce(into: [0]) { $0.append(($0.last ?? 0) + ($1?.count ?? 0)) }
      return Column(
        .list(ListBuffer(offsets: offsets, elements: .string(elements))),
        validity: Validity.bitmap(count: rows.count) { rows[$0] != nil })
    }
    let strings = try list([[""], [], ["a, b"], ["a", "b"], nil, [nil, "it's \"x\"\n\\ é\u{1}"]])
    let numbers = Column(
      .list(ListBuffer(offsets: [0, 2, 2, 5, 5, 5, 6], elements: .float64([1.5, nil, .infinity, -.infinity, 0, 2]))),
      validity: nil)
    let frame = try DataFrame(columns: [("s", strings), ("n", numbers)])
    let text = frame.csvText()
    #expect(String(decoding: text, as: UTF8.self).hasPrefix("s,n\n\"[\"\"\"\"]\",\"[1.5,null]\"\n[],[]\n"))
    let types = CSVOptions(types: ["s": .list(.string), "n": .list(.float64)])
    let read = try DataFrame(csvText: text, options: types)
    #expect(read == frame)
    #expect(read.csvText() == text)
    #expect(try DataFrame(csvText: text).column("s").type == .string)
    for bad in ["[1", "1", "[a]", "[\"\\ud800\"]", "[1]x", "[,]", "[\"a\"\"b\"]"] {
      let field = "\"" + bad.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      #expect(throws: DataFrameError.self) { try self.frame("s\n\(field)\n", CSVOptions(types: ["s": .list(.string)])) }
    }
  }

  @Test("Bytes read back where the type is given")
  func binary() throws {
    let frame = try DataFrame(columns: [("b", .binary([[0, 255], [], nil]))])
    #expect(try DataFrame(csvText: frame.csvText(), options: CSVOptions(types: ["b": .binary])) == frame)
  }

  @Test("What a view declares decides what fields alone leave open")
  func declared() throws {
    var options = CSVOptions()
    options.declaredTypes = [("id", .string), ("n", .int64), ("f", .float32), ("gone", .int64)]
    let frame = try frame("id,n,f\n7,007,1\n8,8,2\n", options)
    #expect(frame.schema.map(\.type) == [.string, .int64, .int64])
    #expect(try Array(frame["id", as: String.self]) == ["7", "8"])
    #expect(try Array(frame["n", as: Int64.self]) == [7, 8])
    #expect(throws: DataFrameError.self) { try self.frame("n\n7x\n", options) }
  }

  @Test(
    "Types have words",
    arguments: [
      ("list<string>", ColumnType.list(.string)), ("decimal(10,2)", .decimal(precision: 10, scale: 2)), ("int", .int64),
      ("timestamp(ns)", .timestamp(.nanoseconds, utc: true)),
    ])
  func words(_ word: String, _ type: ColumnType) {
    #expect(ColumnType(named: word) == type)
    #expect(["list<list<int>>", "decimal(40,2)", "decimal(x)", "text", ""].allSatisfy { ColumnType(named: $0) == nil })
  }
}
