/// A row as the oracle sees it: key parts are numbers that stand for distinct values.
struct PlainRow {
  var key: [Int?]
  var time: Int64?
  var created: Int64?

  /// Whether the row comes after another one of the same key and a time in both, by time, created time, then place.
  func isLater(than other: PlainRow) -> Bool {
    guard let time, let otherTime = other.time else { return false }
    if time != otherTime { return time > otherTime }
    guard let otherCreated = other.created else { return true }
    guard let created else { return false }
    return created >= otherCreated
  }

  var hasKey: Bool { !key.contains(nil) }
}

/// Section by section what the definition says, for every pair of rows.
///
/// - Parameter hidden: Whether a row counts only from its created time on.
func naiveAsOf(_ entities: [PlainRow], _ history: [PlainRow], ttl: Int64?, hidden: Bool = false) -> [Int] {
  entities.map { (entity: PlainRow) -> Int in
    var winner = -1
    for (index, row) in history.enumerated() {
      guard let entityTime = entity.time, let time = row.time else { continue }
      guard entity.hasKey, entity.key == row.key, time <= entityTime else { continue }
      if hidden, row.created.map({ $0 > entityTime }) ?? true { continue }
      if let ttl, Int128(time) < Int128(entityTime) - Int128(ttl) { continue }
      if winner < 0 || row.isLater(than: history[winner]) { winner = index }
    }
    return winner
  }
}

/// For each key the newest row whose time is in the window; the numbers rising.
func naiveLatest(_ history: [PlainRow], window: ClosedRange<Int64>) -> [Int] {
  var winners: [[Int?]: Int] = [:]
  for (index, row) in history.enumerated() {
    guard row.hasKey, let time = row.time, window.contains(time) else { continue }
    if let winner = winners[row.key], !row.isLater(than: history[winner]) { continue }
    winners[row.key] = index
  }
  return winners.values.sorted()
}

/// The rows for which there is no later one of the same key and time, and those without key or time.
func naiveWithoutDuplicates(_ rows: [PlainRow]) -> [Int] {
  rows.indices.filter { (index: Int) -> Bool in
    let row = rows[index]
    guard row.hasKey, row.time != nil else { return true }
    return !rows.indices.contains { (other: Int) -> Bool in
      guard other != index, rows[other].key == row.key, rows[other].time == row.time else { return false }
      // Equal in created time: the later in place wins.
      return other > index ? rows[other].isLater(than: row) : !row.isLater(than: rows[other])
    }
  }
}
