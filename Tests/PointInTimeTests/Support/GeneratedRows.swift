import DataFrames
import PointInTime

/// How generated rows look; every choice is drawn from the seed.
struct RowShape {
  var keyParts: Int
  var keyDomain: Int
  var times: [Int64]
  var nullPercent: Int

  static func random(_ generator: inout SeededGenerator) -> RowShape {
    let extremes: [Int64] = [.min, .min + 1, .min + 5, -1, 0, 1, .max - 5, .max - 1, .max]
    let spread = (0..<40).map { (_: Int) -> Int64 in Int64.random(in: -1_000_000...1_000_000, using: &generator) }
    return RowShape(
      keyParts: generator.pick([0, 1, 1, 1, 2, 3]), keyDomain: generator.pick([1, 2, 5, 40]),
      times: generator.pick([extremes, Array(0..<6), Array(-30..<30), spread]),
      nullPercent: generator.pick([0, 0, 10, 50]))
  }

  func rows(_ count: Int, _ generator: inout SeededGenerator) -> [PlainRow] {
    (0..<count).map { (_: Int) -> PlainRow in
      let key = (0..<keyParts).map { (_: Int) -> Int? in
        generator.orNull(nullPercent / 2, Int.random(in: 0..<keyDomain, using: &generator))
      }
      return PlainRow(
        key: key, time: generator.orNull(nullPercent, generator.pick(times)),
        created: generator.orNull(nullPercent, generator.pick([.min, 0, 1, 2, .max])))
    }
  }

  /// For each key part, a form on either side whose values can be compared.
  func kinds(_ generator: inout SeededGenerator) -> [(left: KeyKind, right: KeyKind)] {
    (0..<keyParts).map { (_: Int) -> (left: KeyKind, right: KeyKind) in
      if keyDomain <= 2 && generator.chance(30) { return (.bool, generator.pick(KeyKind.numbers + [.bool])) }
      let family = generator.pick([KeyKind.numbers, KeyKind.times, KeyKind.texts])
      return (generator.pick(family), generator.pick(family))
    }
  }
}

extension [PlainRow] {
  func keyColumns(_ kinds: [KeyKind]) -> [Column] {
    kinds.enumerated().map { (part: Int, kind: KeyKind) -> Column in kind.column(map { $0.key[part] }) }
  }

  var timeCounts: [Int64] { map { $0.time ?? 0 } }
  var timeValidity: Validity? { Validity.bitmap(count: count) { self[$0].time != nil } }

  /// The times of a part of the rows, as a history chunk has them.
  func historyTimes(_ range: Range<Int>, withCreated: Bool = true) -> HistoryTimes {
    let part = Array(self[range])
    return HistoryTimes(
      times: part.timeCounts, validity: part.timeValidity,
      created: withCreated ? part.map { $0.created ?? 7 } : nil,
      createdValidity: withCreated ? Validity.bitmap(count: part.count) { part[$0].created != nil } : nil,
      firstRow: range.lowerBound)
  }
}

/// Cuts `0..<count` into ranges of random lengths, some of them empty, in random order.
func randomChunks(_ count: Int, _ generator: inout SeededGenerator) -> [Range<Int>] {
  var chunks: [Range<Int>] = []
  var start = 0
  while start < count {
    let end = min(count, start + Int.random(in: 0...generator.pick([1, 5, 100]), using: &generator))
    chunks.append(start..<end)
    start = end
  }
  return chunks.shuffled(using: &generator)
}
