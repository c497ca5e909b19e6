import DataFrames
import PointInTime
import Testing

@Suite("Growing key index")
struct KeyIndexBuilderTests {
  @Test("keeps the ids it gave while it grows")
  func growth() throws {
    var builder = KeyIndexBuilder(types: [.int64, .string])
    for start in stride(from: 0, to: 6_000, by: 1_500) {
      // Half of the keys of each batch are those of the batch before.
      let numbers = (start..<start + 3_000).map { (number: Int) -> Int? in number }
      let columns = [KeyKind.int64.column(numbers), KeyKind.string.column(numbers)]
      #expect(try builder.insert(columns, rowCount: 3_000) == Array(Int32(start)..<Int32(start + 3_000)))
    }
    #expect(builder.count == 7_500)
  }

  @Test("absorbs the keys of another index and says where they went", arguments: [0, 1, 2, 3])
  func absorbing(parts: Int) throws {
    let kinds = Array([KeyKind.string, .int64, .milliseconds].prefix(parts))
    var left = KeyIndexBuilder(types: [PlainRow]().keyColumns(kinds).map(\.type))
    var right = left
    var generator = SeededGenerator(seed: parts)
    let shape = RowShape(keyParts: parts, keyDomain: 8, times: [0], nullPercent: 10)
    let (leftRows, rightRows) = (shape.rows(100, &generator), shape.rows(100, &generator))
    _ = try left.insert(leftRows.keyColumns(kinds), rowCount: 100)
    let rightIDs = try right.insert(rightRows.keyColumns(kinds), rowCount: 100)
    let moved = left.absorb(right)
    #expect(moved.count == right.count)
    let expected = rightIDs.map { (id: Int32) -> Int32 in id < 0 ? -1 : moved[Int(id)] }
    #expect(try left.ids(of: rightRows.keyColumns(kinds), rowCount: 100) == expected)
    #expect(left.count == Set((leftRows + rightRows).filter(\.hasKey).map(\.key)).count)
  }

  @Test("refuses an instant that its unit cannot count, and a null beside it is fine")
  func inexact() throws {
    var builder = KeyIndexBuilder(types: [.timestamp(.milliseconds, utc: true)], names: ["slot"])
    let validity = Validity.bitmap(count: 2) { $0 == 0 }
    let fits = Column(.timestamp([1_000, 1], .microseconds, utc: true), validity: validity)
    #expect(try builder.insert([fits], rowCount: 2) == [0, -1])
    let error = #expect(throws: PointInTimeError.self) {
      try builder.insert([Column(.timestamp([1], .microseconds, utc: true))], rowCount: 1)
    }
    #expect(error?.code == .inexactKey)
    #expect(error?.column == "slot")
    #expect(builder.count == 1)
  }
}
