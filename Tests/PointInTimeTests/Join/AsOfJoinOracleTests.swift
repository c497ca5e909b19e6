import DataFrames
import PointInTime
import Testing

@Suite("As-of join against the naive oracle")
struct AsOfJoinOracleTests {
  private func entityCount(_ generator: inout SeededGenerator) -> Int { generator.pick([0, 1, 7, 60, 150]) }

  @Test("agrees on generated data, in chunks, with winners merged in either order")
  func generatedData() throws {
    for seed in 0..<600 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape.random(&generator)
      let kinds = shape.kinds(&generator)
      let entities = shape.rows(entityCount(&generator), &generator)
      let history = shape.rows(entityCount(&generator), &generator)
      let ttl: Int64? = generator.pick([nil, 0, 1, 3, 1_000, Int64.max - 1, .max])

      let index = try KeyIndex(columns: entities.keyColumns(kinds.map(\.left)), rowCount: entities.count)
      let join = try AsOfJoin(
        ids: index.rowIDs, times: entities.timeCounts, validity: entities.timeValidity, ttl: ttl)
      var winners = [join.makeWinners(), join.makeWinners()]
      for range in randomChunks(history.count, &generator) {
        let columns = Array(history[range]).keyColumns(kinds.map(\.right))
        let ids = try index.ids(of: columns, rowCount: range.count)
        winners[generator.pick([0, 1])].consume(HistoryChunk(ids: ids, times: history.historyTimes(range)))
      }
      var forward = winners[0]
      forward.merge(winners[1])
      var backward = winners[1]
      backward.merge(winners[0])

      let expected = naiveAsOf(entities, history, ttl: ttl)
      #expect(join.rows(of: forward) == expected, "seed \(seed)")
      #expect(join.rows(of: backward) == expected, "seed \(seed), merged backwards")
    }
  }

  @Test("agrees when rows are hidden until they were created")
  func hiddenUntilCreated() throws {
    for seed in 500..<800 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape(keyParts: 1, keyDomain: 3, times: Array(-2..<5), nullPercent: 10)
      let entities = shape.rows(40, &generator)
      let history = shape.rows(80, &generator)
      let ttl: Int64? = generator.pick([nil, 0, 1, 3])
      let index = try KeyIndex(columns: entities.keyColumns([.int64]), rowCount: entities.count)
      let join = try AsOfJoin(ids: index.rowIDs, times: entities.timeCounts, validity: entities.timeValidity, ttl: ttl)
      var winners = [join.makeWinners(), join.makeWinners()]
      for range in randomChunks(history.count, &generator) {
        let ids = try index.ids(of: Array(history[range]).keyColumns([.int64]), rowCount: range.count)
        let times = history.historyTimes(range).hiddenUntilCreated()
        winners[generator.pick([0, 1])].consume(HistoryChunk(ids: ids, times: times))
      }
      winners[0].merge(winners[1])
      let expected = naiveAsOf(entities, history, ttl: ttl, hidden: true)
      #expect(join.rows(of: winners[0]) == expected, "seed \(seed)")
    }
  }

  @Test("agrees with some chunks that have no created times, on three winners")
  func mixedCreated() throws {
    for seed in 1_000..<1_200 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape(keyParts: 1, keyDomain: 3, times: [0, 1, 2], nullPercent: 10)
      let entities = shape.rows(20, &generator)
      var history = shape.rows(60, &generator)
      let index = try KeyIndex(columns: entities.keyColumns([.int64]), rowCount: entities.count)
      let join = try AsOfJoin(ids: index.rowIDs, times: entities.timeCounts, validity: entities.timeValidity)
      var winners = [join.makeWinners(), join.makeWinners(), join.makeWinners()]
      for range in randomChunks(history.count, &generator) {
        let part = Int.random(in: 0..<3, using: &generator)
        let withCreated = part > 0 && generator.chance(80)
        if !withCreated { for row in range { history[row].created = nil } }
        let ids = try index.ids(of: Array(history[range]).keyColumns([.int32]), rowCount: range.count)
        winners[part].consume(HistoryChunk(ids: ids, times: history.historyTimes(range, withCreated: withCreated)))
      }
      var merged = winners[0]
      merged.merge(winners[1])
      merged.merge(winners[2])
      #expect(join.rows(of: merged) == naiveAsOf(entities, history, ttl: nil), "seed \(seed)")
    }
  }

  @Test("agrees when one key has hundreds of entity rows", arguments: [1, 2, 4])
  func largeGroups(threads: Int) throws {
    for seed in 2_000..<2_010 {
      var generator = SeededGenerator(seed: seed)
      let times = (0..<300).map { (_: Int) -> Int64 in Int64(truncatingIfNeeded: generator.next()) }
      let shape = RowShape(keyParts: 1, keyDomain: 2, times: times, nullPercent: 0)
      let entities = shape.rows(500, &generator)
      let history = shape.rows(200, &generator)
      let chunks = randomChunks(history.count, &generator)
      let index = try KeyIndex(columns: entities.keyColumns([.string]), rowCount: entities.count)
      let join = try AsOfJoin(ids: index.rowIDs, times: entities.timeCounts)
      let rows = try join.run(chunkCount: chunks.count, threads: threads) { (chunk: Int) -> HistoryChunk in
        let columns = Array(history[chunks[chunk]]).keyColumns([.dictionary])
        return HistoryChunk(
          ids: try index.ids(of: columns, rowCount: chunks[chunk].count), times: history.historyTimes(chunks[chunk]))
      }
      #expect(rows == naiveAsOf(entities, history, ttl: nil), "seed \(seed)")
    }
  }

  @Test("skips no row that could match when chunks outside the needed times are left out")
  func neededTimes() throws {
    for seed in 3_000..<3_200 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape.random(&generator)
      let entities = shape.rows(10, &generator)
      let history = shape.rows(60, &generator)
      let ttl: Int64? = generator.pick([nil, 0, 2, 100])
      let kinds = [KeyKind](repeating: .int64, count: shape.keyParts)
      let index = try KeyIndex(columns: entities.keyColumns(kinds), rowCount: entities.count)
      let join = try AsOfJoin(ids: index.rowIDs, times: entities.timeCounts, validity: entities.timeValidity, ttl: ttl)
      var winners = join.makeWinners()
      for row in history.indices {
        guard let time = history[row].time, join.neededTimes?.contains(time) ?? false else { continue }
        let ids = try index.ids(of: [history[row]].keyColumns(kinds), rowCount: 1)
        winners.consume(HistoryChunk(ids: ids, times: history.historyTimes(row..<row + 1)))
      }
      #expect(join.rows(of: winners) == naiveAsOf(entities, history, ttl: ttl), "seed \(seed)")
    }
  }
}
