import DataFrames
import PointInTime
import Testing

@Suite struct FrameJoinTests {
  private let left: DataFrame = ["k": .int64([1, nil, 2, 1]), "x": .string(["a", "b", "c", "d"])]
  private let right: DataFrame = ["k": .int32([1, 3, 1, nil]), "y": .float64([0.1, 0.3, 0.2, 0.4])]

  @Test(
    "Each kind of join keeps its rows, in the order of the left frame",
    arguments: [
      (JoinKind.inner, ["a", "a", "d", "d"], [0.1, 0.2, 0.1, 0.2]),
      (.left, ["a", "a", "b", "c", "d", "d"], [0.1, 0.2, nil, nil, 0.1, 0.2]),
    ])
  func pairs(kind: JoinKind, x: [String], y: [Double?]) throws {
    let joined = try left.joined(right, on: ["k"], kind: kind)
    #expect(try joined.column("x") == .string(x))
    #expect(try joined.column("y") == .float64(y))
  }

  @Test("Semi and anti joins keep whole rows of the left frame")
  func halves() throws {
    #expect(try left.joined(right, on: ["k"], kind: .semi) == left.filter([true, false, false, true]))
    #expect(try left.joined(right, on: ["k"], kind: .anti) == left.filter([false, true, true, false]))
  }

  @Test("A column of both frames, no keys and keys of other types are errors")
  func errors() throws {
    #expect(#expect(throws: DataFrameError.self) { try left.joined(left, on: ["k"]) }?.code == .shape)
    #expect(#expect(throws: DataFrameError.self) { try left.joined(right, on: []) }?.code == .shape)
    #expect(#expect(throws: DataFrameError.self) { try left.joined(right, on: ["x"]) }?.code == .columnNotFound)
    let strings: DataFrame = ["k": .string(["1"])]
    #expect(#expect(throws: PointInTimeError.self) { try left.joined(strings, on: ["k"]) }?.code == .incompatibleKeys)
  }
}

@Suite struct FrameAsOfJoinTests {
  private let labels: DataFrame = [
    "id": .int64([1, 1, 2, nil, 1]),
    "t": .timestamp([10, 20, 20, 20, nil].map { (time: Int64?) in time.map { Timestamp(seconds: $0) } }),
    "label": .bool([true, false, true, false, true]),
  ]
  private let history: DataFrame = [
    "id": .int64([1, 1, 1, 2]),
    "t": .timestamp([5, 20, 20, 21].map { Timestamp(seconds: $0) }, unit: .nanoseconds),
    "written": .timestamp([9, 2, 1, 1].map { Timestamp(seconds: $0) }),
    "value": .int32([50, 200, 201, 210]),
  ]

  @Test("The newest row that is not later wins, of equal times the one created last; every row comes back")
  func newest() throws {
    let joined = try labels.asOfJoined(history, on: "t", by: ["id"], created: "written", matchedTime: "as_of")
    #expect(joined.columnNames == ["id", "t", "label", "value", "as_of"])
    #expect(try joined.column("value") == .int32([50, 200, nil, nil, nil]))
    #expect(try joined["as_of", as: Timestamp.self][1] == Timestamp(seconds: 20))
  }

  @Test("A ttl counts both ends; without a created column the last of equal rows wins")
  func ttl() throws {
    let rest = try history.drop(["written"])
    #expect(
      try labels.asOfJoined(rest, on: "t", by: ["id"], ttl: .seconds(5)).column("value")
        == .int32([50, 201, nil, nil, nil]))
    #expect(
      try labels.asOfJoined(rest, on: "t", by: ["id"], ttl: .milliseconds(4999)).column("value")
        == .int32([nil, 201, nil, nil, nil]))
    #expect(
      #expect(throws: PointInTimeError.self) { try labels.asOfJoined(rest, on: "t", by: ["id"], ttl: .seconds(-1)) }?
        .code == .negativeTTL)
  }

  @Test("Times can have other names, keys can be none, and a history without rows gives nulls")
  func names() throws {
    let moved = try history.rename(["t": "seen"]).drop(["id", "written"])
    let joined = try labels.asOfJoined(moved, on: "t", historyTime: "seen", by: [])
    #expect(try joined.column("value") == .int32([50, 201, 201, 201, nil]))
    let none = try moved.filter([false, false, false, false])
    #expect(try labels.asOfJoined(none, on: "t", historyTime: "seen", by: []).column("value").nullCount == 5)
  }

  @Test("A column of both frames and a time that is no time are errors that name the column")
  func errors() throws {
    let same = try history.drop(["written"]).rename(["value": "label"])
    #expect(#expect(throws: DataFrameError.self) { try labels.asOfJoined(same, on: "t", by: ["id"]) }?.code == .shape)
    #expect(
      #expect(throws: PointInTimeError.self) {
        try labels.asOfJoined(history, on: "label", historyTime: "value", by: ["id"])
      }?.code == .unsupportedTime)
  }

  @Test("Random frames of several chunks get the oracle's rows", arguments: 0..<20)
  func oracle(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let shape = RowShape.random(&generator)
    let entities = shape.rows(generator.pick([0, 1, 50]), &generator)
    let rows = shape.rows(generator.pick([0, 1, 300]), &generator)
    let names = (0..<shape.keyParts).map { "k\($0)" }
    let left = try frame(entities, names, [])
    let right = try frame(
      rows, names,
      [
        ("created", .timestamp(rows.map { $0.created.map { Timestamp($0, .nanoseconds) } }, unit: .nanoseconds)),
        ("row", .int64((0..<rows.count).map(Int64.init))),
      ])
    let joined = try left.asOfJoined(right, on: "t", by: names, created: "created")
    let expected = naiveAsOf(entities, rows, ttl: nil).map { $0 < 0 ? nil : Int64($0) }
    #expect(try joined.column("row") == .int64(expected), "seed \(seed)")
  }

  private func frame(
    _ rows: [PlainRow], _ names: [String], _ more: [(name: String, column: Column)]
  ) throws -> DataFrame {
    let kinds = names.map { _ in KeyKind.numbers[0] }
    let times = Column.timestamp(rows.map { $0.time.map { Timestamp($0, .nanoseconds) } }, unit: .nanoseconds)
    let keys = zip(names, rows.keyColumns(kinds)).map { (name: $0, column: $1) }
    return try DataFrame(columns: keys + [("t", times)] + more)
  }
}
