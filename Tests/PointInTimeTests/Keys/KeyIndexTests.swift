import DataFrames
import PointInTime
import Testing

@Suite("Key index")
struct KeyIndexTests {
  private func index(_ columns: [Column], names: [String] = []) throws -> KeyIndex {
    try KeyIndex(columns: columns, rowCount: columns.first?.count ?? 0, names: names)
  }

  private func ids(_ index: KeyIndex, _ columns: [Column]) throws -> [Int32] {
    try index.ids(of: columns, rowCount: columns.first?.count ?? 0)
  }

  @Test("gives dense ids in order of first appearance, and none to a null")
  func denseIDs() throws {
    let index = try index([.int64([7, nil, -3, 7, .max, .min, 0])])
    #expect(index.rowIDs == [0, -1, 1, 0, 2, 3, 4])
    #expect(index.count == 5)
    #expect(try ids(index, [.int64([0, 8, .min, nil, .max, -3, 7])]) == [4, -1, 3, -1, 2, 1, 0])
  }

  @Test("takes all forms of a kind for one another", arguments: [KeyKind.numbers, KeyKind.times, KeyKind.texts])
  func forms(_ kinds: [KeyKind]) throws {
    let parts: [Int?] = [3, nil, 0, 12, 3, -5]
    for left in kinds {
      for right in kinds {
        let index = try index([left.column(parts)])
        #expect(index.rowIDs == [0, -1, 1, 2, 0, 3], "\(left)")
        #expect(try ids(index, [right.column([-5, 0, 99, nil, 3, 12])]) == [3, 1, -1, -1, 0, 2], "\(left) \(right)")
      }
    }
  }

  @Test("matches a float with the integer it equals and nothing else")
  func floats() throws {
    let index = try index([.int64([1, 0, 1 << 53, .max])])
    let doubles = Column.float64([1, -0.0, 0x1p53, 1.5, .nan, .infinity, 0x1p63, nil])
    #expect(try ids(index, [doubles]) == [0, 1, 2, -1, -1, -1, -1, -1])
    #expect(try ids(index, [.float32([1, .nan, 0x1p53, -.infinity])]) == [0, -1, 2, -1])
  }

  @Test("gives a float that is not whole no id of its own")
  func fractionalEntities() throws {
    let index = try index([.float64([0.5, 2, .nan, 2, nil])])
    #expect(index.rowIDs == [-1, 0, -1, 0, -1])
    #expect(index.count == 1)
    #expect(try ids(index, [.float64([0.5, 2])]) == [-1, 0])
  }

  @Test("compares bools as 0 and 1")
  func bools() throws {
    let index = try index([.bool([true, false, nil])])
    #expect(try ids(index, [.int32([0, 1, 2])]) == [1, 0, -1])
  }

  @Test("compares instants exactly over units")
  func instants() throws {
    let index = try index([Column(.timestamp([1, 86_400_000, .max], .milliseconds, utc: true))])
    let micros = Column(.timestamp([1_000, 1_001, 86_400_000_000, .max], .microseconds, utc: false))
    #expect(try ids(index, [micros]) == [0, -1, 1, -1])
    #expect(try ids(index, [.date([CivilDate(daysSinceEpoch: 1), CivilDate(daysSinceEpoch: 0)])]) == [1, -1])
  }

  @Test("tells apart texts that differ in length, in the last byte, or in a zero byte")
  func texts() throws {
    let texts = ["", "\0", "a", "a\0", "abcdefgh", "abcdefg", "abcdefghi", "abcdefgi", "abcdefghijklmnop", "ä"]
    let index = try index([.string(texts)])
    #expect(index.count == texts.count)
    #expect(try ids(index, [.binary(texts.reversed().map { Array($0.utf8) })]) == Array((0..<10).reversed()))
  }

  @Test("reads a dictionary whose rows are all null and that has no entries")
  func emptyDictionary() throws {
    let nulls = Column(.dictionary(DictionaryText(codes: [0, 0], values: TextBuffer())), validity: .allNull(2))
    #expect(try ids(try index([.string(["a"])]), [nulls]) == [-1, -1])
    #expect(try index([nulls]).rowIDs == [-1, -1])
  }

  @Test("numbers combinations of several columns")
  func severalColumns() throws {
    let index = try index([.int64([1, 1, 2, 1, nil, 2]), .string(["a", "b", "a", "a", "a", nil])])
    #expect(index.rowIDs == [0, 1, 2, 0, -1, -1])
    #expect(index.count == 3)
    let other: [Column] = [.int32([2, 2, 1, 1, nil]), .string(["a", "b", "b", "c", "a"])]
    #expect(try ids(index, other) == [2, -1, 1, -1, -1])
  }

  @Test("finds every one of many keys, whatever bits they differ in", arguments: [0, 1, 16, 31, 32, 40, 47])
  func manyKeys(shift: Int) throws {
    let values = (0..<20_000).map { (number: Int) -> Int64 in Int64(number) << Int64(shift) }
    let index = try index([.int64(values)])
    #expect(index.count == values.count)
    #expect(try ids(index, [.int64(values)]) == Array(0..<Int32(values.count)))
    #expect(try ids(index, [.int64(values.map { ~$0 })]).allSatisfy { $0 == -1 })
  }

  @Test("finds every one of many texts, plain and dictionary-encoded")
  func manyTexts() throws {
    let parts = (1...3_000).map { (number: Int) -> Int? in number }
    let index = try index([KeyKind.string.column(parts)])
    #expect(index.count == parts.count)
    #expect(try ids(index, [KeyKind.dictionary.column(parts)]) == Array(0..<3_000))
  }

  @Test("lets all rows share an id when there are no key columns")
  func noColumns() throws {
    let index = try KeyIndex(columns: [], rowCount: 3)
    #expect(index.rowIDs == [0, 0, 0])
    #expect(index.count == 1)
    #expect(try index.ids(of: [], rowCount: 2) == [0, 0])
  }

  @Test("finds nothing in an empty index")
  func empty() throws {
    let index = try index([.int64([])])
    #expect(index.count == 0)
    #expect(try ids(index, [.int64([0, 1])]) == [-1, -1])
  }

  @Test("refuses kinds without common values and names both types")
  func incompatible() throws {
    let index = try index([.int64([1]), .string(["a"])], names: ["driver_id", "city"])
    let error = #expect(throws: PointInTimeError.self) { try ids(index, [.int64([1]), .int32([1])]) }
    #expect(error?.code == .incompatibleKeys)
    #expect(error?.column == "city")
    #expect(
      error?.message == "Key column 'city' is string on one side and int32 on the other. Cast one of them.")
    let date = Column.date([CivilDate(daysSinceEpoch: 1)])
    let unnamed = #expect(throws: PointInTimeError.self) { try ids(self.index([.int64([1])]), [date]) }
    #expect(unnamed?.message == "Key column 1 is int64 on one side and date on the other. Cast one of them.")
  }

  @Test("refuses another number of columns or rows")
  func shapes() throws {
    let index = try index([.int64([1])])
    #expect { try index.ids(of: [], rowCount: 1) } throws: { PointInTimeError.Code.shape ~= $0 }
    #expect { try index.ids(of: [.int64([1])], rowCount: 2) } throws: { PointInTimeError.Code.shape ~= $0 }
  }
}
