internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// Looks up keys one after the other with one statement whose features stay bound.
struct RowReader {
  let query: OnlineQuery
  let keys: TextBuffer

  func run(_ session: SQLiteSession, into rows: inout OnlineRows) throws {
    let statement = try session.statement(query.sql)
    defer { statement.clear() }
    if query.picksFeatures {
      for (index, name) in query.features.enumerated() { try statement.bind(Int32(index + 2), copying: name) }
    }
    // Addresses are taken once: threads that share a query would else count references to it for each row.
    try query.names.bytes.withUnsafeBytes { names in
      try query.names.offsets.withUnsafeBufferPointer { offsets in
        try keys.bytes.withUnsafeBytes { bytes in
          var lookup = NameLookup(names: names, offsets: offsets)
          for key in 0..<keys.count where !keys.range(key).isEmpty {
            try statement.bind(1, blob: bytes[keys.range(key)].rebased)
            while try statement.step() {
              if let feature = lookup.find(statement.bytes(0)) {
                rows[key, feature] = try cell(statement, feature)
              }
            }
            statement.reset()
          }
        }
      }
    }
  }

  private func cell(_ statement: SQLiteStatement, _ feature: Int) throws -> OnlineRows.Cell {
    do {
      let seconds = try eventSeconds(statement)
      return OnlineRows.Cell(value: try ValueBytes.decode(statement.bytes(1)), eventSeconds: seconds)
    } catch let error as FeatureStoreError {
      let name = query.features[feature]
      throw FeatureStoreError(error.code, "Feature '\(name)': \(error.message)", context: .init(column: name))
    }
  }

  /// Whole seconds; early versions of Feast wrote text.
  private func eventSeconds(_ statement: SQLiteStatement) throws -> Int64 {
    switch statement.storage(2) {
    case .integer: return statement.int64(2)
    case .text: if let time = ISO8601Parser.timestamp(statement.bytes(2)) { return time.seconds }
    case .real, .blob, .null: break
    }
    throw FeatureStoreError(
      .corruptData, "The time of a stored value is no time. Materialize the view again to rewrite its rows.")
  }
}

/// Finds a name among a few; rows come in one order, so the next one is likely the one after the last.
private struct NameLookup {
  let names: UnsafeRawBufferPointer
  let offsets: UnsafeBufferPointer<Int>
  private var guess = 0

  init(names: UnsafeRawBufferPointer, offsets: UnsafeBufferPointer<Int>) {
    self.names = names
    self.offsets = offsets
  }

  mutating func find(_ name: UnsafeRawBufferPointer) -> Int? {
    let count = offsets.count - 1
    for offset in 0..<count {
      let index = guess + offset < count ? guess + offset : guess + offset - count
      if names[offsets[index]..<offsets[index + 1]].rebased.compare(name) == 0 {
        guess = index + 1 < count ? index + 1 : 0
        return index
      }
    }
    return nil
  }
}
