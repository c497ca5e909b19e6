internal import Foundation
internal import GRDB

/// One connection to a database file; calls from several threads wait for each other.
///
/// ```swift
/// let writer = try SQLiteConnection(path: path, access: .create, busyTimeout: 5)
/// try writer.transaction { session in try session.execute("CREATE TABLE IF NOT EXISTS t (a INTEGER)") }
/// ```
package final class SQLiteConnection: Sendable {
  /// What the connection may do with the file.
  package enum Access: Sendable {
    /// Reads an existing file.
    case readOnly
    /// Reads and writes; makes the file when there is none and switches it to write-ahead logging.
    case create
  }

  package let path: String
  private let queue: DatabaseQueue

  /// - Parameter busyTimeout: For how many seconds to wait for a lock of another connection.
  /// - Throws: A ``SQLiteError``.
  package init(path: String, access: Access, busyTimeout: Double) throws {
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    configuration.busyMode = .timeout(busyTimeout)
    configuration.foreignKeysEnabled = false
    // A transaction that stays open after an error of the disk is the caller's to drop, not a reason to trap.
    configuration.allowsUnsafeTransactions = true
    if access == .create { configuration.journalMode = .wal }
    self.path = path
    queue = try Self.open(path, configuration, until: Date(timeIntervalSinceNow: busyTimeout))
  }

  /// Opens the file, again and again while others are busy with it: SQLite gives up at once, whatever the time to wait,
  /// when another connection is writing while this one switches to write-ahead logging.
  private static func open(
    _ path: String, _ configuration: Configuration, until deadline: Date
  ) throws -> DatabaseQueue {
    while true {
      do {
        return try DatabaseQueue(path: path, configuration: configuration)
      } catch {
        let error = SQLiteError.translated(error, path: path)
        guard (error as? SQLiteError)?.kind == .busy, Date() < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
  }

  /// Runs statements outside a transaction: each one sees, and is, a transaction of its own.
  package func run<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
    do {
      return try queue.unsafeRead { database in try body(SQLiteSession(database: database, path: path)) }
    } catch {
      throw SQLiteError.translated(error, path: path)
    }
  }

  /// Runs statements that all see one state of the database.
  package func snapshot<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
    try run { session in
      try session.run("BEGIN DEFERRED")
      // It only read, so there is nothing to commit; after a failure SQLite may have ended it already.
      defer { try? session.run("ROLLBACK") }
      return try body(session)
    }
  }

  /// Runs statements in one write transaction, which is rolled back when `body` throws.
  package func transaction<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
    do {
      return try queue.writeWithoutTransaction { database in
        var result: Result?
        try database.inTransaction(.immediate) {
          result = try body(SQLiteSession(database: database, path: path))
          return .commit
        }
        guard let result else { throw SQLiteError(code: 21, message: "transaction without a result", path: path) }
        return result
      }
    } catch {
      throw SQLiteError.translated(error, path: path)
    }
  }
}
