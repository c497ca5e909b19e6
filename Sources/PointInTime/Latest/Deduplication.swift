package import DataFrames

/// Consecutive rows of which those with one key and one time are to be reduced to one.
package struct DatedRows: Sendable {
  package let keys: [Column]
  package let time: Column
  package let created: Column?

  package init(keys: [Column], time: Column, created: Column? = nil) {
    self.keys = keys
    self.time = time
    self.created = created
  }
}

/// Returns the numbers, rising, of the rows that a merge of several pieces keeps; rows are counted through all pieces.
///
/// Of the rows with the same key and the same time the one with the latest created time stays, where none loses against
/// any; of those the last. A row without a key or a time is never dropped.
///
/// - Parameter names: The names of the key columns, for error messages.
/// - Throws: A ``PointInTimeError`` if columns of the pieces cannot be compared, or their times not exactly.
/// - Complexity: O(rows × log(rows)) time for the ordered result, O(rows) memory.
package func rowsWithoutDuplicates(_ pieces: [DatedRows], names: [String] = []) throws(PointInTimeError) -> [Int] {
  guard let first = pieces.first else { return [] }
  let axis = try TimeAxis(covering: pieces.compactMap { $0.created?.type })
  for piece in pieces { _ = try TimeAxis(covering: [piece.time.type]) }
  var latest = LatestPerKey(keyTypes: finestTypes(pieces, first), names: names + ["time"])
  var firstRow = 0
  for piece in pieces {
    // The time is part of the key, so all rows of a key have one time and only created time and position decide.
    var created: [Int64]?
    if let column = piece.created { created = try axis.counts(of: column) }
    let times = HistoryTimes(
      times: [Int64](repeating: 0, count: piece.time.count), created: created,
      createdValidity: piece.created?.validity, firstRow: firstRow)
    try latest.consume(piece.keys + [piece.time], times)
    firstRow += piece.time.count
  }
  return (latest.rows + latest.rowsWithoutKey).sorted()
}

/// For each key column, and the time column last, the finest type among the pieces.
private func finestTypes(_ pieces: [DatedRows], _ first: DatedRows) -> [ColumnType] {
  var types = (first.keys + [first.time]).map(\.type)
  for piece in pieces {
    for (index, column) in (piece.keys + [piece.time]).enumerated() where index < types.count {
      if KeyForm(column.type).isFiner(than: KeyForm(types[index])) { types[index] = column.type }
    }
  }
  return types
}
