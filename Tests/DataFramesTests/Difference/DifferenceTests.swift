import DataFrames
import Testing

@Suite struct DifferenceTests {
  let frame: DataFrame = [
    "id": .int64([1, 2, 3]), "city": .string(["Oslo", nil, ""]), "x": .float64([0.5, .nan, nil]),
  ]

  @Test("equal frames have none, whatever their encoding")
  func equal() throws {
    #expect(frame.difference(from: frame) == nil)
    let coded = try frame.adding("city", GeneratedColumns.dictionary([1, 2, nil]))
    let plain = try frame.adding("city", .string(["a", "a\0", nil]))
    #expect(coded.difference(from: plain) == nil)
  }

  @Test("cells are named with both values")
  func cells() throws {
    let expected = try frame.adding("city", .string(["Bern", " ", nil])).adding("x", .float64([0.5, 1, nil]))
    let difference = try #require(frame.difference(from: expected))
    #expect(
      difference.description == """
        column 'city', row 0: "Oslo" instead of "Bern"
        column 'city', row 1: null instead of " "
        column 'city', row 2: "" instead of null
        column 'x', row 1: nan instead of 1.0
        """)
    let short = try #require(frame.difference(from: expected, limit: 1))
    #expect(short.cells.count == 1 && short.cellCount == 4)
    #expect(short.description.hasSuffix("\n… 3 more cells differ"))
  }

  @Test("columns, types, order and rows are named")
  func shape() throws {
    let expected: DataFrame = ["x": .float64([0.5, .nan]), "id": .int32([1, 2]), "age": .int64([1, 2])]
    let difference = try #require(frame.difference(from: expected))
    #expect(
      difference.description == """
        3 rows instead of 2
        column 'age' is missing
        column 'city' is not expected
        column 'id' holds int64 instead of int32
        the columns stand in another order: id, x
        """)
    #expect(try frame.difference(from: frame.reordered(["x"]))?.columnOrder == ["id", "city", "x"])
  }

  @Test("floats may be apart by the tolerance, in lists too")
  func tolerance() {
    let mine: DataFrame = ["x": .float64([1, .infinity]), "v": .list([[1.0, .nan], [2.0]]), "n": .int64([1, 2])]
    let near: DataFrame = [
      "x": .float64([1.25, .infinity]), "v": .list([[0.75, .nan], [2.0]]), "n": .int64([1, 2]),
    ]
    #expect(mine.difference(from: near)?.cellCount == 2)
    #expect(mine.difference(from: near, tolerance: 0.25) == nil)
    #expect(mine.difference(from: near, tolerance: 0.2)?.cellCount == 2)
    let other: DataFrame = ["x": .float64([1, -.infinity]), "v": .list([[1.0], [2.0]]), "n": .int64([1, 3])]
    #expect(mine.difference(from: other, tolerance: 1e9)?.cellCount == 3)
  }

  @Test("is nil exactly when frames are equal", arguments: 0..<20)
  func oracle(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let kind = random.pick(GeneratedColumns.orderedTypes)
    let count = Int.random(in: 0...5, using: &random)
    for _ in 0..<20 {
      let left = try DataFrame(columns: [("v", GeneratedColumns.column(kind, count: count, &random))])
      let right = try DataFrame(columns: [("v", GeneratedColumns.column(kind, count: count, &random))])
      #expect((left.difference(from: right) == nil) == (left == right), "\(kind), seed \(seed)")
    }
  }
}
