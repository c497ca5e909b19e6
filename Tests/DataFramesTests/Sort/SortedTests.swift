import DataFrames
import Testing

@Suite struct SortedTests {
  @Test("several columns, each in its direction; ties keep their order")
  func severalKeys() throws {
    let frame: DataFrame = [
      "city": .string(["Oslo", "Bern", nil, "Oslo", "Bern"]), "age": .int64([30, 25, 99, 41, 25]),
      "row": .int64([0, 1, 2, 3, 4]),
    ]
    #expect(try frame.sorted(by: ["city", .descending("age")]).column("row") == .int64([1, 4, 3, 0, 2]))
    #expect(try frame.sorted(by: [.descending("city", nulls: .first)]).column("row") == .int64([2, 0, 3, 1, 4]))
    #expect(try frame.sorted(by: []) == frame)
  }

  @Test("nulls last and NaN before them, in either order")
  func specialValues() throws {
    let frame: DataFrame = ["x": .float64([nil, .nan, 1, -.infinity, -0.0, 0.0]), "row": .int64([0, 1, 2, 3, 4, 5])]
    #expect(try frame.rowOrder(by: ["x"]) == [3, 4, 5, 2, 1, 0])
    #expect(try frame.rowOrder(by: [.descending("x")]) == [2, 4, 5, 3, 1, 0])
    #expect(try frame.rowOrder(by: [.ascending("x", nulls: .first)]) == [0, 3, 4, 5, 2, 1])
  }

  @Test("a column that is not there or has no order is named")
  func errors() {
    let frame: DataFrame = ["v": .list([[1.0]])]
    #expect(thrownCode { try frame.sorted(by: ["w"]) } == .columnNotFound)
    let error = #expect(throws: DataFrameError.self) { try frame.sorted(by: ["v"]) }
    #expect(error?.message == "Column 'v' holds list<float64>, which has no order.")
  }

  @Test("texts that begin alike for long are ordered by what follows", arguments: 0..<6)
  func longTexts(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let texts = (0..<300).map { (_: Int) -> String in
      let length = Int.random(in: 0...40, using: &random)
      return String(
        (0..<length).map { (place: Int) -> Character in
          place % 9 == 8 ? random.pick(["a", "b", "\0"]) : "x"
        })
    }
    let frame: DataFrame = ["s": .string(texts)]
    for order in [SortKey.Order.ascending, .descending] {
      let expected = texts.indices.sorted { (left: Int, right: Int) -> Bool in
        let (a, b) = (Array(texts[left].utf8), Array(texts[right].utf8))
        if a == b { return left < right }
        return a.lexicographicallyPrecedes(b) == (order == .ascending)
      }
      #expect(try frame.rowOrder(by: [SortKey("s", order)]) == expected, "seed \(seed)")
    }
  }

  @Test("equals a naive sort on one to three keys of every type", arguments: 0..<40)
  func oracle(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...120, using: &random)
    let keys = (0..<Int.random(in: 1...3, using: &random)).map { (index: Int) -> SortKey in
      SortKey("k\(index)", random.pick([.ascending, .descending]), nulls: random.pick([.first, .last]))
    }
    var columns: [(name: String, column: Column)] = []
    for key in keys {
      let kind = random.pick(GeneratedColumns.orderedTypes)
      columns.append((key.column, GeneratedColumns.column(kind, count: count, &random)))
    }
    let frame = try DataFrame(columns: columns)
    #expect(try frame.rowOrder(by: keys) == naiveOrder(frame, keys), "seed \(seed), \(frame.schema)")
  }

  private func naiveOrder(_ frame: DataFrame, _ keys: [SortKey]) throws -> [Int] {
    let cells = try keys.map { (key: SortKey) -> [NaiveCell] in
      let column = try frame.column(key.column)
      return (0..<frame.rowCount).map { NaiveCell(column, $0) }
    }
    return (0..<frame.rowCount).sorted { (left: Int, right: Int) -> Bool in
      for (key, values) in zip(keys, cells) {
        if values[left].precedes(values[right], key) { return true }
        if values[right].precedes(values[left], key) { return false }
      }
      return left < right
    }
  }
}
