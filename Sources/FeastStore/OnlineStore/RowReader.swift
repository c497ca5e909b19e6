internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// Looks up keys one after the other with one statement whose features stay bound.
struct RowReader {
  let table: OnlineTable
  let keys: TextBuffer
  let features: [String]

  func run(_ session: SQLiteSession, into rows: inout OnlineRows) throws {
    let statement = try session.statement(table.selectSQL(features: features.count))
    defer { statement.clear() }
    let names = features.map { Array($0.utf8) }
    for (index, name) in features.enumerated() { try statement.bind(Int32(index + 2), copying: name) }
    try keys.bytes.withUnsafeBytes { bytes in
      for key in 0..<keys.count where !keys.range(key).isEmpty {
        try statement.bind(1, blob: bytes[keys.range(key)].rebased)
        while try statement.step() { try read(statement, key, names, into: &rows) }
        statement.reset()
      }
    }
  }

  private func read(
    _ statement: SQLiteStatement, _ key: Int, _ names: [[UInt8]], into rows: inout OnlineRows
  ) throws {
    let name = statement.bytes(0)
    guard let feature = names.firstIndex(where: { $0.count == name.count && name.elementsEqual($0) }) else { return }
    let seconds = try eventSeconds(statement)
    do {
      rows[key, feature] = OnlineRows.Cell(value: try ValueBytes.decode(statement.bytes(1)), eventSeconds: seconds)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(
        error.code, "Feature '\(features[feature])': \(error.message)", context: .init(column: features[feature]))
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
