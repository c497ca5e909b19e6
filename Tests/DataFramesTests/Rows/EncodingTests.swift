import DataFrames
import Foundation
import Testing

@Suite struct EncodingTests {
  enum City: String, Codable { case oslo = "Oslo" }

  struct Row: Codable, Equatable {
    var flag = true
    var tiny: UInt8 = 255
    var wide = 1
    var share: Float = 0.5
    var rate: Double? = 0.1
    var city: City? = .oslo
    var at = Date(timeIntervalSince1970: 1_706_695_200.123456)
    var exact = Timestamp(seconds: 1)
    var day = CivilDate(daysSinceEpoch: 1)
    var price = DecimalValue(unscaled: 150, scale: 2)
    var bytes = Data([1, 2])
    var vector: [Float]? = [1, 2]
    var names: [String?] = ["a", nil]
    var never: Int? = nil
    var neverDate: Date? = nil
    var neverList: [Double]? = nil
  }

  @Test("columns take the order, the names and the types of the properties")
  func schema() throws {
    let frame = try DataFrame(rows: [Row(), Row(rate: nil, city: nil, vector: nil)])
    let types = frame.schema.map { "\($0.name) \($0.type)" }
    #expect(
      types == [
        "flag bool", "tiny int32", "wide int64", "share float32", "rate float64", "city string",
        "at timestamp[us, UTC]", "exact timestamp[us, UTC]", "day date", "price decimal(38, 2)", "bytes binary",
        "vector list<float32>", "names list<string>", "never int64", "neverDate timestamp[us, UTC]",
        "neverList list<float64>",
      ])
    #expect(try frame.column("rate") == .float64([0.1, nil]))
    #expect(try frame.column("at").text(0) == "2024-01-31T10:00:00.123456Z")
    #expect(try frame.column("names") == .list([["a", nil], ["a", nil]]))
    #expect(try frame.column("vector").nullCount == 1)
  }

  @Test("rows come back as they went in", arguments: 0..<10)
  func roundTrip(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let rows = (0..<Int.random(in: 0...30, using: &random)).map { (_: Int) -> Row in
      let micros = Int64.random(in: -2_000_000_000_000_000...4_000_000_000_000_000, using: &random)
      return Row(
        flag: random.chance(50), tiny: .random(in: 0...255, using: &random), wide: Int(micros),
        rate: random.orNull(30, Double(micros) / 3), city: random.orNull(30, .oslo),
        at: Date(timeIntervalSinceReferenceDate: (Double(micros) / 1e6).rounded() + 0.25),
        exact: Timestamp(micros, .nanoseconds), vector: random.orNull(30, [Float(seed)]),
        names: random.chance(50) ? [] : [nil, "x"], never: random.orNull(50, seed))
    }
    #expect(try DataFrame(rows: rows).rows(as: Row.self) == rows, "seed \(seed)")
  }

  @Test("no rows make no columns, and a nil before the first value is a null")
  func edges() throws {
    #expect(try DataFrame(rows: [Row]()).columnNames.isEmpty)
    let frame = try DataFrame(rows: [["a": 1], ["b": 2], ["a": nil]] as [[String: Int?]])
    #expect(try frame.column("a") == .int64([1, nil, nil]))
    #expect(try frame.column("b") == .int64([nil, 2, nil]))
    #expect(try DataFrame(rows: [["a": [Int]()]]).column("a").type == .list(.string))
  }

  enum Mixed: Encodable {
    case number(Int), text(String)
    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      }
    }
  }
  struct Nested: Encodable { let inner = Row() }

  private func message(_ rows: [some Encodable]) -> String? {
    do {
      _ = try DataFrame(rows: rows)
      return nil
    } catch {
      return (error as? DataFrameError)?.message ?? "another error: \(error)"
    }
  }

  @Test("what no column can hold is an error that names column and row")
  func errors() {
    #expect(
      message([["n": Mixed.number(1)], ["n": .text("x")]])
        == "Column 'n', row 1: string, but the rows before hold int64.")
    #expect(message([["n": UInt64.max]]) == "Column 'n', row 0: the integer is outside the range of int64.")
    #expect(
      message([Nested()]) == "Column 'inner', row 0: a property with properties of its own cannot become a column.")
    #expect(message([["n": [[1]]]]) == "Column 'n', row 0: a column cannot hold lists of lists.")
    #expect(
      message([["n": [Mixed.number(1), .text("x")]]])?.hasSuffix("string, but the rows before hold int64.") == true)
    #expect(message([1])?.hasPrefix("Row 0: rows are encoded from types with properties") == true)
    #expect(message([["n": Date(timeIntervalSinceReferenceDate: .infinity)]])?.contains("outside the range") == true)
    let far = [Timestamp(seconds: 1 << 40), Timestamp(1, .nanoseconds)]
    #expect(message(far.map { ["n": $0] }) == "Column 'n': Row 0 is outside the range of a timestamp in ns.")
  }

  @Test("times, dates and decimals are texts in other formats")
  func json() throws {
    let row = Row()
    let data = try JSONEncoder().encode(["exact": row.exact])
    #expect(String(decoding: data, as: UTF8.self) == #"{"exact":"1970-01-01T00:00:01Z"}"#)
    #expect(try JSONDecoder().decode(Row.self, from: JSONEncoder().encode(row)) == row)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([CivilDate].self, from: Data(#"["x"]"#.utf8)) }
  }
}
