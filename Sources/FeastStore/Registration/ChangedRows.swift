internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// Which stored values a write changes, for the next incremental materialization to begin there.
struct ChangedRows {
  let merged: MergedRows

  private var keys: [String] { merged.new.config.entityKeys }
  private var time: String { merged.new.timestampColumn }

  /// The event time of the earliest row that is new or replaces one of other values; nil if there is none.
  ///
  /// Another created time alone is no other value.
  ///
  /// - Complexity: O(new rows × log(new rows)), and reads the stored rows that are replaced.
  func earliest() throws -> Timestamp? {
    let kept = try merged.keptRows()
    let storedCount = merged.stored?.rowCount ?? 0
    let replaced = try replacedRows(kept)
    let new = merged.schema.rows.taking(kept.lazy.filter { $0 >= storedCount }.map { $0 - storedCount })
    let rows = try DataFrame.concat([replaced, try merged.schema.fit(new)])
    let order = try rows.rowOrder(by: (keys + [time]).map { SortKey($0) })
    guard let first = order.first else { return nil }
    let sorted = try comparable(rows.taking(order))
    let previous = try comparable(rows.taking([first] + order.dropLast()))
    let changed = order.indices.filter { (place: Int) -> Bool in
      guard order[place] >= replaced.rowCount else { return false }
      let follows = place > 0 && order[place - 1] < replaced.rowCount
      return !follows || !zip(sorted, previous).allSatisfy { Self.isSame($0, $1, place) }
    }
    return try times(rows, changed.map { order[$0] }).min()
  }

  /// The columns of which a change counts.
  private func comparable(_ rows: DataFrame) throws -> [Column] {
    let created = merged.new.config.createdTimestampColumn
    return try rows.columnNames.filter { $0 != created }.map { try rows.column($0) }
  }

  private static func isSame(_ left: Column, _ right: Column, _ row: Int) -> Bool {
    if left.isNull(row) || right.isNull(row) { return left.isNull(row) && right.isNull(row) }
    return left.equals(row, right)
  }

  /// The stored rows that are not kept, in the types of the next file.
  private func replacedRows(_ kept: [Int]) throws -> DataFrame {
    var pieces = [try merged.schema.fit(merged.schema.rows.taking([]))]
    var next = 0
    for group in 0..<(merged.stored?.rowGroupCount ?? 0) {
      guard let stored = merged.stored else { break }
      let first = stored.firstRow(group)
      var gone: [Int] = []
      for row in first..<first + stored.rowGroups[group].rowCount {
        if next < kept.count, kept[next] == row { next += 1 } else { gone.append(row - first) }
      }
      if !gone.isEmpty { pieces.append(try merged.schema.fit(try stored.frame(group).taking(gone))) }
    }
    return try DataFrame.concat(pieces)
  }

  private func times(_ rows: DataFrame, _ places: [Int]) throws -> [Timestamp] {
    let column = try rows.column(time).taking(places)
    let typed = column.type == .date ? try column.cast(to: .timestamp(.milliseconds, utc: true)) : column
    return try typed.values(as: Timestamp.self).compactMap { $0 }
  }
}
