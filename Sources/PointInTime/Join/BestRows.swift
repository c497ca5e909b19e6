/// The best candidate of each slot, taken apart: most rows lose by their time alone, so times stand by themselves.
///
/// Memory: 16 bytes a slot, 24 once there are created times.
struct BestRows: Sendable {
  var times: [Int64]
  var ranks: [Int64]
  /// Empty until the first row with a created time comes; then an element for each slot.
  var created: [Int64] = []

  init(count: Int) {
    times = [Int64](repeating: Candidate.none.time, count: count)
    ranks = [Int64](repeating: Candidate.none.rank, count: count)
  }

  var count: Int { times.count }

  /// Makes room for created times, if it is not there.
  mutating func reserveCreated() {
    if created.isEmpty { created = [Int64](repeating: Candidate.none.created, count: count) }
  }

  subscript(slot: Int) -> Candidate {
    Candidate(
      time: times[slot], created: created.isEmpty ? Candidate.none.created : created[slot], rank: ranks[slot])
  }

  /// Takes the better one of each slot.
  mutating func merge(_ other: BestRows) {
    precondition(count == other.count, "winners of different joins cannot be merged")
    if !other.created.isEmpty { reserveCreated() }
    for slot in 0..<count {
      let candidate = other[slot]
      guard candidate.beats(self[slot]) else { continue }
      times[slot] = candidate.time
      ranks[slot] = candidate.rank
      if !created.isEmpty { created[slot] = candidate.created }
    }
  }
}
