import DataFrames
import Testing

@Suite struct SlicingTests {
  @Test("a range of rows equals the same rows taken one by one", arguments: 0..<8)
  func slices(seed: Int) {
    var random = SeededGenerator(seed: seed)
    for kind in GeneratedColumns.orderedTypes {
      let column = GeneratedColumns.column(kind, count: Int.random(in: 0...200, using: &random), &random)
      let start = Int.random(in: 0...column.count, using: &random)
      let end = Int.random(in: start...column.count, using: &random)
      #expect(column.slice(start..<end) == column.taking(Array(start..<end)), "\(kind) \(start)..<\(end), seed \(seed)")
    }
  }

  @Test("lists are cut between rows")
  func lists() {
    let lists = Column.list([[1.0, 2.0], nil, [], [3.0]])
    #expect(lists.slice(1..<4) == .list([nil, [], [3.0]]))
  }

  @Test("bitmaps of any length join as their bits do", arguments: 0..<20)
  func joining(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let parts = (0..<Int.random(in: 1...6, using: &random)).map { (_: Int) -> [Int64?] in
      let nulls = random.pick([0, 0, 30, 100])
      return (0..<Int.random(in: 0...150, using: &random)).map { random.orNull(nulls, Int64($0)) }
    }
    let joined = try Column.concatenating(parts.map(Column.int64))
    #expect(joined == .int64(parts.flatMap { $0 }), "seed \(seed)")
    #expect(joined.nullCount == parts.joined().count { $0 == nil }, "seed \(seed)")
  }

  @Test("a mask keeps the rows whose flag is true", arguments: 0..<5)
  func filtering(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let column = GeneratedColumns.column("string", count: 130, &random)
    let mask = (0..<130).map { _ in random.chance(seed * 25) }
    let kept = try zip(column.values(as: String.self), mask).filter(\.1).map(\.0)
    #expect(column.filtered(mask) == .string(kept), "seed \(seed)")
  }
}
