internal import Foundation

/// One connection to a database file; calls from several threads wait for each other.
///
/// ```swift
/// let writer = try SQLiteConnection(path: path, access: .create, busyTimeout: 5)
/// try writer.transaction { session in try session.execute("CREATE TABLE IF NOT EXISTS t (a INTEGER)") }
/// ```
///
/// A file keeps the journal mode that it has. A new one has a rollback journal, SQLite's default: only then can those who
/// may not write the folder always read, since a write-ahead log needs files beside the database for readers too.
package final class SQLiteConnection: Sendable {
  /// What the connection may do with the file.
  package enum Access: Sendable {
    /// Reads an existing file.
    case readOnly
    /// Reads an existing file that nobody writes meanwhile, without locks and without files beside it.
    case immutable
    /// Reads and writes an existing file.
    case existing
    /// Reads and writes; makes the file when there is none.
    case create
  }

  package let path: String
  private let handle: SQLiteHandle
  private let lock = NSLock()

  /// - Parameter busyTimeout: For how many seconds to wait for a lock of another connection.
  /// - Throws: A ``SQLiteError``.
  package init(path: String, access: Access, busyTimeout: Double) throws {
    self.path = path
    handle = try SQLiteHandle(path: path, access: access, busyTimeout: busyTimeout)
    if access == .create { try stayOutOfTheWay() }
  }

  /// Keeps a transaction that outgrows the cache from locking readers out before it commits.
  ///
  /// With a write-ahead log readers are not locked out, and what outgrows the cache may go to the log.
  private func stayOutOfTheWay() throws {
    let isLogged = try run { session in try session.text("PRAGMA journal_mode") == "wal" }
    try run { session in try session.execute("PRAGMA cache_spill = \(isLogged ? "ON" : "OFF")") }
  }

  /// Runs statements outside a transaction: each one sees, and is, a transaction of its own.
  package func run<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(SQLiteSession(handle: handle))
  }

  /// Runs statements that all see one state of the database.
  package func snapshot<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
    try run { session in
      try session.run("BEGIN DEFERRED")
      // It only read, so there is nothing to commit; after a failure SQLite may have ended it already.
      defer { handle.rollBack() }
      return try body(session)
    }
  }

  /// Runs statements in one write transaction, which is rolled back when `body` throws.
  package func transaction<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
    try run { session in
      try session.run("BEGIN IMMEDIATE")
      do {
        let result = try body(session)
        try session.run("COMMIT")
        return result
      } catch {
        handle.rollBack()
        throw error
      }
    }
  }
}
