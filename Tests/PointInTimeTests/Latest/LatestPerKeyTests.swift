import DataFrames
import PointInTime
import Testing

@Suite("Latest per key")
struct LatestPerKeyTests {
  @Test("agrees with the oracle on generated data, in chunks, merged in either order")
  func generatedData() throws {
    for seed in 0..<400 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape.random(&generator)
      let kinds = shape.kinds(&generator).map(\.left)
      let history = shape.rows(generator.pick([0, 1, 30, 150]), &generator)
      let bounds = [generator.pick(shape.times), generator.pick(shape.times)].sorted()
      let window = generator.chance(30) ? Int64.min ... .max : bounds[0]...bounds[1]
      let types = [PlainRow]().keyColumns(kinds).map(\.type)
      let empty = LatestPerKey(keyTypes: types, window: window)
      var parts = [empty, empty]
      for range in randomChunks(history.count, &generator) {
        let columns = Array(history[range]).keyColumns(kinds)
        try parts[generator.pick([0, 1])].consume(columns, history.historyTimes(range))
      }
      var forward = parts[0]
      forward.merge(parts[1])
      var backward = parts[1]
      backward.merge(parts[0])

      let expected = naiveLatest(history, window: window)
      #expect(forward.rows == expected, "seed \(seed)")
      #expect(backward.rows == expected, "seed \(seed), merged backwards")
      let withoutKey = history.indices.filter { (row: Int) -> Bool in
        !history[row].hasKey && (history[row].time.map { window.contains($0) } ?? false)
      }
      #expect(forward.rowsWithoutKey.sorted() == withoutKey, "seed \(seed)")
    }
  }

  @Test("includes both ends of the window", arguments: [(10...20, [1]), (10...19, [0]), (11...19, []), (0...9, [])])
  func windowEnds(window: ClosedRange<Int64>, expected: [Int]) throws {
    var latest = LatestPerKey(keyTypes: [.int64], window: window)
    try latest.consume([.int64([1, 1])], HistoryTimes(times: [10, 20], firstRow: 0))
    #expect(latest.rows == expected)
  }

  @Test("gives the same rows on one thread and on several", arguments: [1, 2, 5])
  func threads(_ threads: Int) throws {
    var generator = SeededGenerator(seed: 9)
    let shape = RowShape(keyParts: 2, keyDomain: 6, times: Array(0..<20), nullPercent: 10)
    let history = shape.rows(500, &generator)
    let chunks = randomChunks(history.count, &generator)
    let latest = try LatestPerKey.run(
      from: LatestPerKey(keyTypes: [.string, .int64]), chunkCount: chunks.count, threads: threads
    ) { (chunk: Int) -> (keys: [Column], times: HistoryTimes) in
      (Array(history[chunks[chunk]]).keyColumns([.dictionary, .int32]), history.historyTimes(chunks[chunk]))
    }
    #expect(latest.rows == naiveLatest(history, window: .min ... .max))
  }

  @Test("has one winner for a view without entities")
  func entityless() throws {
    var latest = LatestPerKey(keyTypes: [])
    #expect(latest.rows == [])
    try latest.consume([], HistoryTimes(times: [3, 9, 4], firstRow: 10))
    #expect(latest.rows == [11])
  }

  @Test("refuses a chunk whose keys have another kind")
  func otherKind() throws {
    var latest = LatestPerKey(keyTypes: [.int64], names: ["driver_id"])
    try latest.consume([.int64([1])], HistoryTimes(times: [1], firstRow: 0))
    let error = #expect(throws: PointInTimeError.self) {
      try latest.consume([.string(["1"])], HistoryTimes(times: [1], firstRow: 1))
    }
    #expect(error?.code == .incompatibleKeys)
    #expect(error?.column == "driver_id")
  }
}
