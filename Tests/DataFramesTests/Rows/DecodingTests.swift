import DataFrames
import Foundation
import Testing

@Suite struct DecodingTests {
  enum City: String, Codable { case oslo = "Oslo", bern = "Bern" }

  struct Everything: Decodable, Equatable {
    let flag: Bool
    let small: Int8
    let wide: Int
    let share: Float
    let rate: Double
    let city: City
    let note: String?
    let at: Date
    let exact: Timestamp
    let day: CivilDate
    let price: DecimalValue
    let bytes: Data
    let vector: [Double]
    let names: [String?]
    let key: UUID
  }

  func everything() throws -> DataFrame {
    try [
      "names": .list([["a", nil], []]), "flag": .bool([true, false]), "small": .int32([-128, 127]),
      "wide": .int64([.min, .max]), "share": .float32([0.5, .infinity]), "rate": .float64([0.1, 2]),
      "city": .string(["Oslo", "Bern"]), "note": .string([nil, ""]),
      "at": .timestamp(iso8601: ["2024-01-31T10:00:00.123456Z", "1970-01-01"]),
      "exact": .timestamp([Timestamp(1, .nanoseconds), Timestamp(-1, .nanoseconds)], unit: .nanoseconds),
      "day": .date([CivilDate(daysSinceEpoch: 0), CivilDate(daysSinceEpoch: 1)]),
      "price": .decimal([DecimalValue("1.50"), DecimalValue("-0.05")]), "bytes": .binary([[1], []]),
      "vector": .list([[1.0, 2.0], []]), "unused": .int32([nil, nil]),
      "key": .string(["123E4567-E89B-12D3-A456-426614174000", "00000000-0000-0000-0000-000000000000"]),
    ]
  }

  @Test("every type a column holds is decoded")
  func types() throws {
    let rows = try everything().rows(as: Everything.self)
    #expect(rows.count == 2)
    let first = try #require(rows.first)
    #expect(first.flag && first.small == -128 && first.wide == .min && first.share == 0.5 && first.rate == 0.1)
    #expect(first.city == .oslo && first.note == nil && rows[1].note?.isEmpty == true)
    #expect(first.at.timeIntervalSince1970 == 1_706_695_200.123456)
    #expect(first.exact.nanoseconds == 1 && first.day.description == "1970-01-01")
    #expect(first.price == DecimalValue("1.50") && first.bytes == Data([1]) && first.vector == [1, 2])
    #expect(first.names == ["a", nil] && rows[1].names.isEmpty && first.key.uuidString.hasPrefix("123E4567"))
  }

  @Test("integers become doubles, and dates instants, when nothing is lost")
  func widening() throws {
    struct Row: Decodable, Equatable { let n: Double, day: Date, ids: [Int] }
    let frame: DataFrame = [
      "n": .int64([3]), "day": .date([CivilDate(daysSinceEpoch: 1)]), "ids": .list([[Int32(7), 8]]),
    ]
    #expect(try frame.rows(as: Row.self) == [Row(n: 3, day: Date(timeIntervalSince1970: 86_400), ids: [7, 8])])
  }

  @Test("a dictionary takes all columns")
  func dictionary() throws {
    let frame: DataFrame = ["a": .float64([1, 2]), "b": .int64([3, nil])]
    #expect(try frame.rows(as: [String: Double?].self) == [["a": 1, "b": 3], ["a": 2, "b": nil]])
  }

  struct Plain: Decodable { let n: Int }
  struct Small: Decodable { let n: UInt8 }
  struct Optionally: Decodable { let n: Int? }
  struct Decimals: Decodable { let n: Double }
  struct Texts: Decodable { let n: String }
  struct Dates: Decodable { let n: Date }
  struct Lists: Decodable { let n: [Int] }
  struct Cities: Decodable { let n: City }
  struct Nested: Decodable { let n: Plain }

  private func message<Row: Decodable>(_ column: Column, _ type: Row.Type) -> String? {
    do {
      _ = try DataFrame(columns: [("n", column)]).rows(as: type)
      return nil
    } catch {
      return (error as? DataFrameError)?.message ?? "another error: \(error)"
    }
  }

  @Test("what does not fit is an error that names column, row and types")
  func errors() {
    let null = "Column 'n', row 1: a null cannot be read as Int. Make the property an optional."
    #expect(message(.int64([1, nil]), Plain.self) == null)
    #expect(message(.nulls(.string, count: 1), Plain.self)?.hasPrefix("Column 'n', row 0: a null cannot") == true)
    #expect(message(.string(["1"]), Plain.self) == "Column 'n', row 0: string cannot be read as Int.")
    #expect(message(.float64([1]), Plain.self) == "Column 'n', row 0: float64 cannot be read as Int.")
    #expect(message(.string(["1"]), Optionally.self) == "Column 'n', row 0: string cannot be read as Int.")
    #expect(message(.int64([1]), Texts.self) == "Column 'n', row 0: int64 cannot be read as String.")
    #expect(message(.int64([1, 256]), Small.self) == "Column 'n', row 1: the int64 has no exact counterpart in UInt8.")
    #expect(
      message(.int64([1 << 53 + 1]), Decimals.self)
        == "Column 'n', row 0: the int64 has no exact counterpart in Double.")
    #expect(message(.string(["2024-01-01"]), Dates.self) == "Column 'n', row 0: string cannot be read as Date.")
    #expect(message(.int64([1]), Lists.self) == "Column 'n', row 0: int64 cannot be read as Array<Any>.")
    #expect(message(.list([["a"]]), Lists.self) == "Column 'n', row 0: string cannot be read as Int.")
    #expect(message(.list([[1 as Int64?, nil]]), Lists.self)?.contains("a null cannot be read as Int") == true)
    #expect(message(.string(["Oslo", "Paris"]), Cities.self) == "Column 'n', row 1: the string is no value of City.")
    #expect(
      message(.int64([1]), Nested.self)
        == "Column 'n', row 0: a type with properties of its own cannot be read from a int64 column.")
  }

  @Test("a missing column is an error, for an optional property too; a null of any type is a nil")
  func missing() throws {
    let frame: DataFrame = ["m": .int64([1])]
    let error = #expect(throws: DataFrameError.self) { try frame.rows(as: Optionally.self) }
    #expect(error?.message == "No column 'n'. Columns here: m.")
    #expect(thrownCode { try frame.rows(as: Plain.self) } == .columnNotFound)
    #expect(
      try DataFrame(columns: [("n", .nulls(.string, count: 2))]).rows(as: Optionally.self).map(\.n) == [nil, nil])
    #expect(thrownCode { try frame.rows(as: Int.self) } == .typeMismatch)
    #expect(try frame.head(0).rows(as: Plain.self).isEmpty)
  }

  @Test("properties that are decoded in another order in each row get their own columns")
  func changingOrder() throws {
    struct Row: Decodable {
      let left: Int, right: Int
      enum CodingKeys: CodingKey { case order, left, right }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let rightFirst = try container.decode(Bool.self, forKey: .order)
        let early = rightFirst ? try container.decode(Int.self, forKey: .right) : 0
        left = try container.decode(Int.self, forKey: .left)
        right = rightFirst ? early : try container.decode(Int.self, forKey: .right)
      }
    }
    let frame: DataFrame = [
      "order": .bool([true, false, true]), "left": .int64([1, 2, 3]), "right": .int64([4, 5, 6]),
    ]
    let rows = try frame.rows(as: Row.self)
    #expect(rows.map(\.left) == [1, 2, 3] && rows.map(\.right) == [4, 5, 6])
  }
}
