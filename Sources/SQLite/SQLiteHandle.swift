internal import Foundation
internal import GRDBSQLite

/// An open database with its prepared statements.
///
/// Invariant behind `@unchecked`: everything but `init` and `deinit` runs while ``SQLiteConnection`` holds its lock, so
/// one thread at a time touches the pointer and the statements.
final class SQLiteHandle: @unchecked Sendable {
  /// How many prepared statements are kept.
  private static let limit = 200

  let database: OpaquePointer
  let path: String
  /// By the bytes of their text: two names of one look are two tables.
  private var statements: [[UInt8]: OpaquePointer] = [:]

  init(path: String, access: SQLiteConnection.Access, busyTimeout: Double) throws {
    self.path = path
    if access == .create { try Self.createFile(path) }
    let name = access == .immutable ? Self.immutableURI(path) : path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, access.flags, nil)
    guard let opened else { throw SQLiteError(code: SQLITE_NOMEM, message: "out of memory", path: path) }
    database = opened
    // When `init` throws from here on, `deinit` closes the database.
    guard code == SQLITE_OK else { throw failure(code) }
    sqlite3_extended_result_codes(database, 1)
    sqlite3_busy_timeout(database, Int32(min(busyTimeout * 1_000, Double(Int32.max))))
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(database)
  }

  func failure(_ code: Int32) -> SQLiteError {
    let message = sqlite3_errmsg(database).map { String(cString: $0) } ?? "unknown"
    return SQLiteError(code: code, message: message, path: path)
  }

  /// Runs one or more statements without parameters.
  func execute(_ sql: String) throws {
    let code = sqlite3_exec(database, sql, nil, nil, nil)
    if code != SQLITE_OK { throw failure(code) }
  }

  /// A prepared statement, kept for the next call with the same bytes.
  func statement(_ sql: String) throws -> OpaquePointer {
    let key = Array(sql.utf8)
    if let known = statements[key] { return known }
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK else { throw failure(code) }
    guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "empty statement", path: path) }
    if statements.count >= Self.limit { forgetStatements() }
    statements[key] = prepared
    return prepared
  }

  /// Ends the transaction that is open, if there is one; a statement in use is reset first.
  func rollBack() {
    guard sqlite3_get_autocommit(database) == 0 else { return }
    for statement in statements.values { sqlite3_reset(statement) }
    sqlite3_exec(database, "ROLLBACK", nil, nil, nil)
  }

  /// Drops the statements that nobody is in the middle of.
  private func forgetStatements() {
    for (sql, statement) in statements where sqlite3_stmt_busy(statement) == 0 {
      sqlite3_finalize(statement)
      statements[sql] = nil
    }
  }

  /// Makes an empty file, which is a database without tables. SQLite itself gives the group no right to write.
  private static func createFile(_ path: String) throws {
    // Only when it is not there: closing a file drops the locks that other connections of the process hold on it.
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw SQLiteError(code: SQLITE_CANTOPEN, message: String(cString: strerror(errno)), path: path)
    }
  }

  private static func immutableURI(_ path: String) -> String {
    let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
    let encoded = path.addingPercentEncoding(withAllowedCharacters: plain) ?? path
    return "\(path.hasPrefix("/") ? "file://" : "file:")\(encoded)?immutable=1"
  }
}

extension SQLiteConnection.Access {
  fileprivate var flags: Int32 {
    switch self {
    case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    case .existing: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    }
  }
}
