internal import DataFrames
internal import FeatureStoreCore
internal import Parquet
internal import PointInTime

/// The rows of a view's next file: stored ones and new ones, of those with one key and one time the newest.
///
/// Memory: the keys and times of all rows, and one row group of the other columns.
struct MergedRows {
  let new: StoredFrame
  let schema: StoredSchema
  let stored: FeatureHistory?

  /// Writes the rows in order, a row group of the stored file at a time.
  ///
  /// - Parameter named: What the file calls a column of the view.
  func write(to writer: ParquetWriter, named: (String) -> String = { $0 }) throws {
    func append(_ frame: DataFrame) throws {
      let fitted = try schema.fit(frame)
      try writer.append(try DataFrame(columns: zip(fitted.columnNames.map(named), fitted.columns).map { ($0, $1) }))
    }

    let kept = try keptRows()
    let progress = StoreProgress.current
    progress?.begin("rows written", total: kept.count)
    var next = 0
    for group in 0..<(stored?.rowGroupCount ?? 0) {
      guard let stored else { break }
      let first = stored.firstRow(group)
      let end = first + stored.rowGroups[group].rowCount
      let local = rows(kept, from: &next, in: first..<end)
      if local.isEmpty { continue }
      let frame = try stored.frame(group)
      try append(local.count == frame.rowCount ? frame : frame.taking(local))
      progress?.advance(by: local.count)
    }
    let first = stored?.rowCount ?? 0
    let local = rows(kept, from: &next, in: first..<first + schema.rows.rowCount)
    try append(local.count == schema.rows.rowCount ? schema.rows : schema.rows.taking(local))
  }

  /// The numbers of the kept rows inside a range, counted from its start; `next` moves past them.
  private func rows(_ kept: [Int], from next: inout Int, in range: Range<Int>) -> [Int] {
    var local: [Int] = []
    while next < kept.count, kept[next] < range.upperBound {
      local.append(kept[next] - range.lowerBound)
      next += 1
    }
    return local
  }

  /// The numbers of the rows that the next file has: stored ones counted first, then new ones.
  func keptRows() throws -> [Int] {
    let keys = new.config.entityKeys
    var pieces: [DatedRows] = []
    for group in 0..<(stored?.rowGroupCount ?? 0) {
      guard let dated = try stored?.dated(group) else { break }
      pieces.append(DatedRows(keys: dated.keys, time: dated.time, created: dated.created))
    }
    pieces.append(
      DatedRows(
        keys: try keys.map { try schema.rows.column($0) }, time: try schema.rows.column(new.timestampColumn),
        created: try new.config.createdTimestampColumn.map { try schema.rows.column($0) }))
    do {
      return try rowsWithoutDuplicates(pieces, names: keys)
    } catch {
      throw FeatureStoreError(
        .conflict, "The new rows of view '\(new.config.name)' cannot be merged with the stored ones. \(error)",
        context: .init(view: new.config.name), underlying: error)
    }
  }
}
