import DataFrames
import PointInTime
import Testing

@Suite("Why entity rows found nothing")
struct AsOfCountsTests {
  /// Each entity row's fate by looking at every pair.
  private func naiveCounts(_ entities: [PlainRow], _ history: [PlainRow], ttl: Int64?) -> AsOfCounts {
    var counts = AsOfCounts()
    let winners = naiveAsOf(entities, history, ttl: ttl)
    for (entity, winner) in zip(entities, winners) {
      let rows = history.filter { $0.key == entity.key && $0.hasKey && $0.time != nil }
      if !entity.hasKey || entity.time == nil {
        counts.withoutKeyOrTime += 1
      } else if winner >= 0 {
        counts.matched += 1
      } else if rows.contains(where: { ($0.time ?? 0) <= (entity.time ?? 0) }) {
        counts.tooOld += 1
      } else if rows.isEmpty {
        counts.unknownKey += 1
      } else {
        counts.onlyLater += 1
      }
    }
    return counts
  }

  @Test("agrees with the naive count, in chunks, with chunks passed over by their times and looked into afterwards")
  func generatedData() throws {
    var seen = AsOfCounts()
    for seed in 0..<400 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape(
        keyParts: 1, keyDomain: generator.pick([2, 5, 40]), times: Array(-30..<30),
        nullPercent: generator.pick([0, 10]))
      let entities = shape.rows(generator.pick([1, 7, 60]), &generator)
      let history = shape.rows(generator.pick([0, 7, 60]), &generator)
      let ttl: Int64? = generator.pick([nil, 0, 3, 10])
      let index = try KeyIndex(columns: entities.keyColumns([.int64]), rowCount: entities.count)
      let join = try AsOfJoin(ids: index.rowIDs, times: entities.timeCounts, validity: entities.timeValidity, ttl: ttl)
      var (read, passed): ([Range<Int>], [(range: Range<Int>, isLater: Bool)]) = ([], [])
      for range in randomChunks(history.count, &generator) {
        let times = history[range].compactMap(\.time)
        // Only a chunk whose rows all have a time can be passed over by it.
        guard let needed = join.neededTimes, times.count == range.count, let low = times.min(), let high = times.max()
        else {
          read.append(range)
          continue
        }
        if low > needed.upperBound || high < needed.lowerBound {
          passed.append((range, low > needed.upperBound))
        } else {
          read.append(range)
        }
      }
      let ids: @Sendable (Range<Int>) throws -> [Int32] = { [history] range in
        try index.ids(of: Array(history[range]).keyColumns([.int64]), rowCount: range.count)
      }
      let (chunks, others) = (read, passed)
      let winners = try join.winners(chunkCount: chunks.count, threads: 2, explainingMisses: true) { chunk in
        HistoryChunk(ids: try ids(chunks[chunk]), times: history.historyTimes(chunks[chunk]))
      }
      let elsewhere = try join.sightings(chunkCount: others.count, threads: 2) { chunk in
        (ids: try ids(others[chunk].range), isLater: others[chunk].isLater)
      }
      let counts = join.counts(of: winners, elsewhere: elsewhere)
      #expect(counts == naiveCounts(entities, history, ttl: ttl), "seed \(seed)")
      #expect(join.rows(of: winners) == naiveAsOf(entities, history, ttl: ttl), "seed \(seed)")
      seen.matched += counts.matched
      seen.tooOld += counts.tooOld
      seen.onlyLater += counts.onlyLater
      seen.unknownKey += counts.unknownKey
    }
    #expect(min(seen.matched, seen.tooOld, seen.onlyLater, seen.unknownKey) > 100, "\(seen)")
  }
}
