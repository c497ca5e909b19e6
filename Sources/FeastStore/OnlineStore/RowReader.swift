internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// Looks up keys one after the other with one statement whose features stay bound.
struct RowReader {
  let query: OnlineQuery
  let keys: TextBuffer
  /// The column after the one last found: rows come in one order, so it is likely the next.
  private var guess = 0

  init(query: OnlineQuery, keys: TextBuffer) {
    self.query = query
    self.keys = keys
  }

  mutating func run(_ session: SQLiteSession, into rows: inout OnlineRows) throws {
    let statement = try session.statement(query.sql)
    defer { statement.clear() }
    if query.picksFeatures {
      for (index, name) in query.features.enumerated() { try statement.bind(Int32(index + 2), copying: name) }
    }
    try keys.bytes.withUnsafeBytes { bytes in
      for key in 0..<keys.count where !keys.range(key).isEmpty {
        try statement.bind(1, blob: bytes[keys.range(key)].rebased)
        while try statement.step() { try read(statement, key, into: &rows) }
        statement.reset()
      }
    }
  }

  private mutating func read(_ statement: SQLiteStatement, _ key: Int, into rows: inout OnlineRows) throws {
    guard let feature = feature(named: statement.bytes(0)) else { return }
    let features = query.features
    let seconds = try eventSeconds(statement)
    do {
      rows[key, feature] = OnlineRows.Cell(value: try ValueBytes.decode(statement.bytes(1)), eventSeconds: seconds)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(
        error.code, "Feature '\(features[feature])': \(error.message)", context: .init(column: features[feature]))
    }
  }

  private mutating func feature(named name: UnsafeRawBufferPointer) -> Int? {
    let names = query.names
    for offset in names.indices {
      let index = guess + offset < names.count ? guess + offset : guess + offset - names.count
      if names[index].withUnsafeBytes({ $0.compare(name) == 0 }) {
        guess = index + 1 < names.count ? index + 1 : 0
        return index
      }
    }
    return nil
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
