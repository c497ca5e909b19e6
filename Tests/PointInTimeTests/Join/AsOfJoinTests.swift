import DataFrames
import PointInTime
import Testing

@Suite("As-of join")
struct AsOfJoinTests {
  /// Joins rows of one integer key; the history comes as one chunk.
  private func rows(
    _ entities: [(key: Int?, time: Int64?)], _ history: [(key: Int?, time: Int64?, created: Int64?)],
    ttl: Int64? = nil
  ) throws -> [Int] {
    let left = entities.map { PlainRow(key: [$0.key], time: $0.time) }
    let right = history.map { PlainRow(key: [$0.key], time: $0.time, created: $0.created) }
    let index = try KeyIndex(columns: left.keyColumns([.int64]), rowCount: left.count)
    let join = try AsOfJoin(ids: index.rowIDs, times: left.timeCounts, validity: left.timeValidity, ttl: ttl)
    var winners = join.makeWinners()
    let ids = try index.ids(of: right.keyColumns([.int64]), rowCount: right.count)
    winners.consume(HistoryChunk(ids: ids, times: right.historyTimes(right.indices)))
    return join.rows(of: winners)
  }

  @Test("takes the newest row that is not later, the same instant included")
  func newestNotLater() throws {
    let history: [(Int?, Int64?, Int64?)] = [(1, 10, nil), (1, 30, nil), (1, 20, nil)]
    #expect(try rows([(1, 9), (1, 10), (1, 29), (1, 30), (1, 99)], history) == [-1, 0, 2, 1, 1])
  }

  @Test("returns every entity row once, in its order, duplicates included")
  func duplicateEntities() throws {
    #expect(try rows([(2, 5), (1, 5), (2, 5), (3, 5)], [(1, 1, nil), (2, 2, nil)]) == [1, 0, 1, -1])
  }

  @Test("includes a row exactly as old as the ttl and no older one")
  func ttlBoundary() throws {
    let history: [(Int?, Int64?, Int64?)] = [(1, 100, nil)]
    #expect(try rows([(1, 110), (1, 111)], history, ttl: 10) == [0, -1])
    #expect(try rows([(1, 100), (1, 101)], history, ttl: 0) == [0, -1])
  }

  @Test("does not fall back to an older row when the newest is too old for the ttl")
  func ttlDropsAll() throws {
    #expect(try rows([(1, 50)], [(1, 10, nil), (1, 20, nil)], ttl: 5) == [-1])
  }

  @Test("decides equal times by created time, where none loses, then by position")
  func ties() throws {
    #expect(try rows([(1, 5)], [(1, 5, 9), (1, 5, 8)]) == [0])
    #expect(try rows([(1, 5)], [(1, 5, .min), (1, 5, nil)]) == [0])
    #expect(try rows([(1, 5)], [(1, 5, nil), (1, 5, nil)]) == [1])
    #expect(try rows([(1, 5)], [(1, 5, 3), (1, 5, 3), (1, 4, 9)]) == [1])
  }

  @Test("matches no null key and no null time, on either side")
  func nulls() throws {
    #expect(try rows([(nil, 5), (1, nil), (1, 5)], [(nil, 1, nil), (1, nil, nil), (1, 2, nil)]) == [-1, -1, 2])
    #expect(try rows([(nil, nil)], [(nil, nil, nil)]) == [-1])
  }

  @Test("joins empty and single-row sides")
  func emptySides() throws {
    #expect(try rows([], []) == [])
    #expect(try rows([], [(1, 1, nil)]) == [])
    #expect(try rows([(1, 1)], []) == [-1])
    #expect(try rows([(1, 1)], [(1, 1, nil)]) == [0])
  }

  @Test("keeps to the ends of 64 bits")
  func extremes() throws {
    #expect(try rows([(1, .min), (1, .max)], [(1, .min, nil)]) == [0, 0])
    #expect(try rows([(1, .min), (1, .max)], [(1, .min, nil)], ttl: .max) == [0, -1])
    #expect(try rows([(1, .min + 3)], [(1, .min, nil)], ttl: 10) == [0])
    #expect(try rows([(1, .max)], [(1, .max, .max), (1, .max, .min)], ttl: 0) == [0])
    #expect(try rows([(1, -1)], [(1, .min, nil)], ttl: .max) == [0])
    #expect(try rows([(1, 0)], [(1, .min, nil)], ttl: .max) == [-1])
  }

  @Test("lets all rows of a view without entities share one key")
  func entityless() throws {
    let index = try KeyIndex(columns: [], rowCount: 2)
    let join = try AsOfJoin(ids: index.rowIDs, times: [5, 15])
    var winners = join.makeWinners()
    let ids = try index.ids(of: [], rowCount: 3)
    winners.consume(HistoryChunk(ids: ids, times: HistoryTimes(times: [1, 10, 20], firstRow: 100)))
    #expect(join.rows(of: winners) == [100, 101])
  }

  @Test("matches nothing to keys whose entity rows have no time, and to no entity rows at all")
  func keysWithoutTimes() throws {
    #expect(try rows([(1, nil), (2, nil)], [(1, 1, nil), (2, 1, nil)]) == [-1, -1])
    let join = try AsOfJoin(ids: [], times: [])
    var winners = join.makeWinners()
    winners.consume(HistoryChunk(ids: [0], times: HistoryTimes(times: [1], firstRow: 0)))
    #expect(join.rows(of: winners) == [])
  }

  @Test("says which times of history it needs")
  func neededTimes() throws {
    #expect(try AsOfJoin(ids: [0, 0], times: [5, 9]).neededTimes == .min...9)
    #expect(try AsOfJoin(ids: [0, 0, -1], times: [5, 9, 50], ttl: 2).neededTimes == 3...9)
    #expect(try AsOfJoin(ids: [0], times: [.min + 1], ttl: 5).neededTimes == .min ... .min + 1)
    #expect(try AsOfJoin(ids: [-1], times: [5]).neededTimes == nil)
    #expect(try AsOfJoin(ids: [0], times: [5], validity: .allNull(1)).neededTimes == nil)
  }

  @Test("refuses a negative ttl and frames of different lengths")
  func refusals() {
    #expect { try AsOfJoin(ids: [0], times: [5], ttl: -1) } throws: { PointInTimeError.Code.negativeTTL ~= $0 }
    #expect { try AsOfJoin(ids: [0, 0], times: [5]) } throws: { PointInTimeError.Code.shape ~= $0 }
  }
}
