/// A row of history as far as the choice of the winner needs it.
///
/// Candidates are ordered by time, then created time (none is earlier than any), then position. The order is total and
/// no two rows are equal in it, so candidates can be compared and merged in any order with one result.
struct Candidate: Sendable {
  let time: Int64
  /// `Int64.min` when the row has no created time.
  let created: Int64
  /// The row number, with bit 62 set when there is a created time: it decides for one of `Int64.min` against none.
  let rank: Int64

  private static let createdBit: Int64 = 1 << 62

  /// Loses against every row.
  static let none = Candidate(time: .min, created: .min, rank: -1)

  /// Puts together a candidate that was taken apart.
  @inline(__always)
  init(time: Int64, created: Int64, rank: Int64) {
    self.time = time
    self.created = created
    self.rank = rank
  }

  @inline(__always)
  init(time: Int64, row: Int) { self.init(time: time, created: .min, rank: Int64(row)) }

  @inline(__always)
  init(time: Int64, created: Int64, row: Int) {
    self.init(time: time, created: created, rank: Int64(row) | Self.createdBit)
  }

  /// The global row number, −1 for ``none``.
  @inline(__always)
  var row: Int { rank < 0 ? -1 : Int(rank & ~Self.createdBit) }

  @inline(__always)
  func beats(_ other: Candidate) -> Bool {
    if time != other.time { return time > other.time }
    if created != other.created { return created > other.created }
    return rank > other.rank
  }
}
