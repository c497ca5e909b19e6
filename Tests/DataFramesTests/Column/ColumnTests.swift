import DataFrames
import Testing

@Suite struct ColumnTests {
  @Test("a column gives back its values and nulls in the type it was made from")
  func roundTrip() throws {
    #expect(Array(try Column.int64([1, nil, -3]).values(as: Int64.self)) == [1, nil, -3])
    #expect(Array(try Column.string(["a", nil, ""]).values(as: String.self)) == ["a", nil, ""])
    #expect(Array(try Column.bool([nil, true]).values(as: Bool.self)) == [nil, true])
    #expect(Array(try Column.binary([[0, 255], nil, []]).values(as: [UInt8].self)) == [[0, 255], nil, []])
    let instants = try [Timestamp("2024-01-01T00:00:00.000001Z"), nil]
    #expect(Array(try Column.timestamp(instants).values(as: Timestamp.self)) == instants)
  }

  @Test("a wrong type is an error that names both types, never a nil")
  func wrongType() {
    let error = #expect(throws: DataFrameError.self) { try Column.int64([1]).values(as: String.self) }
    #expect(error?.message == "The column holds int64, not string.")
  }

  @Test("nulls are counted, and a column without nulls has no bitmap")
  func nulls() {
    #expect(Column.int64([1, 2]).validity == nil)
    let column = Column.float64((0..<130).map { $0 % 65 == 64 ? nil : Double($0) })
    #expect(column.nullCount == 2)
    #expect(column.isNull(64) && column.isNull(129) && !column.isNull(63))
  }

  @Test("taking rows reorders, repeats and makes nulls of negative numbers")
  func taking() {
    #expect(Column.string(["a", nil, "c"]).taking([2, -1, 1, 0, 0]) == .string(["c", nil, nil, "a", "a"]))
    #expect(Column.int32([1, 2]).taking([]).count == 0)
    #expect(coded(["x", "y"], [1, 0, 1]).taking([2, -1]) == .string(["y", nil]))
  }

  @Test("columns join end to end, dictionaries becoming one")
  func joining() throws {
    let joined = try Column.concatenating([coded(["x", "y"], [1, 0]), coded(["y", "z"], [0, 1, 1])])
    #expect(joined == .string(["y", "x", "y", "z", "z"]))
    guard case .dictionary(let text) = joined.storage else { Issue.record("not a dictionary"); return }
    #expect(text.values.count == 3)
    #expect(try Column.concatenating([coded(["x"], [0]), .string([nil, "q"])]) == .string(["x", nil, "q"]))
    #expect(try Column.concatenating([.int64([1, nil]), .int64([nil, 4])]) == .int64([1, nil, nil, 4]))
    #expect(thrownCode { try Column.concatenating([.int64([1]), .int32([1])]) } == .typeMismatch)
  }

  @Test("a cast keeps every value or says which row it would change")
  func casting() throws {
    #expect(try Column.int32([1, nil]).cast(to: .int64) == .int64([1, nil]))
    #expect(try Column.float64([7, nil]).cast(to: .int64) == .int64([7, nil]))
    #expect(
      try Column.date([CivilDate(daysSinceEpoch: 1)]).cast(to: .timestamp(.milliseconds, utc: true)).text(0)
        == "1970-01-02T00:00:00Z")
    let error = #expect(throws: DataFrameError.self) { try Column.float64([7, 7.5]).cast(to: .int64) }
    #expect(error?.message == "Row 1 of a float64 column has no exact counterpart in int64.")
    #expect(thrownCode { try Column.int64([1 << 53 + 1]).cast(to: .float64) } == .inexact)
    #expect(
      thrownCode { try Column.timestamp([Timestamp(1, .microseconds)]).cast(to: .timestamp(.milliseconds, utc: true)) }
        == .inexact)
    #expect(thrownCode { try Column.string(["1"]).cast(to: .int64) } == .typeMismatch)
  }

  @Test("NaN equals NaN, a null equals only a null, and types must agree")
  func equality() {
    #expect(Column.float64([.nan, nil]) == .float64([.nan, nil]))
    #expect(Column.float64([0, 1]) != .float64([nil, 1]))
    #expect(Column.int64([1]) != .int32([1]))
    #expect(coded(["a"], [0]) == .string(["a"]))
  }

  private func coded(_ values: [String], _ codes: [Int32]) -> Column {
    var text = TextBuffer()
    for value in values { text.append(value) }
    return Column(.dictionary(DictionaryText(codes: codes, values: text)))
  }
}
