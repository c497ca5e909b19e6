import DataFrames
import Testing

@testable import PointInTime

@Suite("Integer table")
struct IntegerTableTests {
  @Test("agrees with a dictionary while it grows", arguments: [1, 100, 5_000, 1_000_000])
  func againstDictionary(span: Int64) {
    var generator = SeededGenerator(seed: Int(span))
    var table = IntegerTable()
    var expected: [Int64: Int32] = [:]
    for _ in 0..<6 {
      let values = (0..<1_500).map { (_: Int) -> Int64 in Int64.random(in: -span...span, using: &generator) }
      let validity = Validity.bitmap(count: values.count) { (row: Int) -> Bool in row % 7 != 3 }
      let ids = values.enumerated().map { (row: Int, value: Int64) -> Int32 in
        if row % 7 == 3 { return -1 }
        if let id = expected[value] { return id }
        expected[value] = Int32(expected.count)
        return Int32(expected.count - 1)
      }
      #expect(table.insert(IntegerKeys(values, validity)) == ids)
      let others = values.map { (value: Int64) -> Int64 in value &+ 1 }
      #expect(table.ids(of: IntegerKeys(others, nil)) == others.map { expected[$0] ?? -1 })
    }
    #expect(table.count == expected.count)
    #expect(table.ids.count >= 2 * table.count)
    #expect(table.keysByID == expected.sorted { $0.value < $1.value }.map(\.key))
  }
}
