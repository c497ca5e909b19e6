internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// The online store of a repository: Feast's SQLite file, one table a view.
///
/// ```swift
/// let store = OnlineStore(path: config.onlineStorePath)
/// try store.write(batch, to: OnlineTable(project: "demo", view: "driver_stats"))
/// let found = try store.read(OnlineQuery(table, features: ["trips"], stored: view.features.count), keys: keys)
/// ```
///
/// Python Feast reads and writes the same file, and a file keeps the journal mode it has. Readers and a writer wait for
/// each other. A file or table that does not exist holds nothing: reads find no entity in it.
///
/// All calls are synchronous and may come from any thread; reads run in parallel, each on a connection of its own.
final class OnlineStore: Sendable {
  let path: String
  let readers: ConnectionPool
  private let writers: ConnectionPool
  private let unwritable: UnwritableDatabase

  /// - Parameter busySeconds: How long to wait for another process's lock.
  init(path: String, busySeconds: Double = 10) {
    self.path = path
    readers = ConnectionPool(path: path, access: .readOnly, busySeconds: busySeconds, keeping: 16)
    writers = ConnectionPool(path: path, access: .create, busySeconds: busySeconds, keeping: 1)
    unwritable = UnwritableDatabase(path: path, busySeconds: busySeconds)
  }

  /// Makes a view's table and index unless they exist.
  func createTable(_ table: OnlineTable) throws {
    try write { session in
      try session.execute(table.createSQL)
      try session.execute(table.createIndexSQL)
    }
  }

  /// Whether a view has a table; without a file there is none, and none is made.
  func hasTable(_ table: OnlineTable) throws -> Bool {
    guard let stamp = try FileStamp(path: path) else { return false }
    do {
      try withReader(stamp) { connection in
        try connection.run { session in _ = try session.integer(table.anyRowSQL) }
      }
      return true
    } catch let error as SQLiteError where error.kind == .noSuchTable {
      return false
    } catch {
      throw OnlineStoreFailure.explained(error, path: path, table: table.name)
    }
  }

  /// The names of all tables in the file, whoever made them; none without a file.
  func tableNames() throws -> [String] {
    try texts(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
  }

  /// The names of the features in a table, of its first 100,000 values.
  func featureNames(_ table: OnlineTable) throws -> [String] { try texts(table.featureNamesSQL) }

  func isEmpty(_ table: OnlineTable) throws -> Bool { try texts(table.anyRowSQL).isEmpty }

  private func texts(_ sql: String) throws -> [String] {
    guard let stamp = try FileStamp(path: path) else { return [] }
    var texts: [String] = []
    do {
      try withReader(stamp) { connection in
        try connection.run { session in
          let statement = try session.statement(sql)
          defer { statement.clear() }
          while try statement.step() { texts.append(statement.text(0)) }
        }
      }
    } catch {
      throw OnlineStoreFailure.explained(error, path: path, table: nil)
    }
    return texts
  }

  /// Removes a view's table with all its rows; a missing one is no error.
  func dropTable(_ table: OnlineTable) throws {
    guard try FileStamp(path: path) != nil else { return }
    try write { session in try session.execute(table.dropSQL) }
  }

  /// Writes a batch in one transaction, making the table if need be; an older event never replaces a newer one.
  ///
  /// - Parameter keepingLaterCreated: Whether, of events of one second, the one created last stays, as in training rows. A
  ///   materialization leaves it out: it has already chosen among all rows there are.
  /// - Throws: A `FeatureStoreError` with code `storeBusy`, `corruptData` or `io` that names the file; then nothing of the
  ///   batch is written.
  func write(_ batch: OnlineBatch, to table: OnlineTable, keepingLaterCreated: Bool = false) throws {
    try write { session in
      try session.execute(table.createSQL)
      // The index of an empty table is made when the rows are there: filling it row by row costs more.
      if try session.integer(table.anyRowSQL) == nil { try session.execute(table.dropIndexSQL) }
      try BatchWriter(batch: batch, table: table, keepsLaterCreated: keepingLaterCreated).run(session)
      try session.execute(table.createIndexSQL)
    }
  }

  /// Returns for each key the wanted features that the store has.
  ///
  /// - Parameter keys: Encoded entity keys; an empty one (a key with a null part) is not found. Repeats are fine.
  /// - Throws: A `FeatureStoreError` with code `storeBusy`, `corruptData`, `notSupported` or `io` that names the file.
  func read(_ query: OnlineQuery, keys: TextBuffer) throws -> OnlineRows {
    var rows = OnlineRows(keyCount: keys.count, features: query.features)
    guard !query.features.isEmpty, keys.count > 0, let stamp = try FileStamp(path: path) else { return rows }
    do {
      try withReader(stamp) { connection in
        rows = OnlineRows(keyCount: keys.count, features: query.features)
        let read: (SQLiteSession) throws -> Void = { session in
          try RowReader(query: query, keys: keys).run(session, into: &rows)
        }
        // One statement sees one state by itself.
        if keys.count == 1 { try connection.run(read) } else { try connection.snapshot(read) }
      }
    } catch let error as SQLiteError where error.kind == .noSuchTable {
      return OnlineRows(keyCount: keys.count, features: query.features)
    } catch {
      throw OnlineStoreFailure.explained(error, path: path, table: query.table.name)
    }
    return rows
  }

  /// Reads with a connection of the pool or, where SQLite cannot read in its usual way, in one that is left.
  private func withReader(_ stamp: FileStamp, _ body: (SQLiteConnection) throws -> Void) throws {
    do {
      try readers.with(stamp, body)
    } catch let error as SQLiteError where [.cannotOpen, .readOnly, .needsRecovery].contains(error.kind) {
      try unwritable.read(body)
    }
  }

  private func write(_ body: (SQLiteSession) throws -> Void) throws {
    do {
      try SystemCalls.makeFolder(of: path)
      try writers.with(FileStamp(path: path)) { connection in try connection.transaction(body) }
    } catch {
      throw OnlineStoreFailure.explained(error, path: path, table: nil)
    }
  }
}
