internal import GRDB
internal import GRDBSQLite

/// A failure that SQLite reported, or that opening a database met.
package struct SQLiteError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is, as far as callers act on it.
  package enum Kind: Sendable, Hashable {
    /// Another connection held a lock longer than the busy timeout.
    case busy
    /// The file is not a database, or is damaged.
    case corrupt
    case noSuchTable
    case cannotOpen
    case readOnly
    case diskFull
    case other
  }

  package let kind: Kind
  /// SQLite's extended result code.
  package let code: Int32
  package let message: String
  package let path: String

  package init(code: Int32, message: String, path: String) {
    self.kind = Self.kind(code, message)
    self.code = code
    self.message = message
    self.path = path
  }

  /// The SQLite error that GRDB reported, or the error itself.
  static func translated(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return SQLiteError(code: error.extendedResultCode.rawValue, message: error.message ?? "", path: path)
  }

  package var description: String { "SQLite error \(code) in \(path): \(message)" }

  private static func kind(_ code: Int32, _ message: String) -> Kind {
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_CANTOPEN, SQLITE_PERM: .cannotOpen
    case SQLITE_READONLY: .readOnly
    case SQLITE_FULL: .diskFull
    case SQLITE_ERROR where message.hasPrefix("no such table"): .noSuchTable
    default: .other
    }
  }
}
