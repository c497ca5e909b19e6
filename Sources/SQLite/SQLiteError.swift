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
    /// The file, or what belongs beside it, may not be written.
    case readOnly
    /// A writer was stopped, and what it left must be taken back by somebody who may write the file.
    case needsRecovery
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

  package var description: String { "SQLite error \(code) in \(path): \(message)" }

  /// `SQLITE_READONLY_ROLLBACK` and `SQLITE_READONLY_RECOVERY`, which are macros that Swift does not see.
  private static let (readOnlyRollback, readOnlyRecovery) = (SQLITE_READONLY | 3 << 8, SQLITE_READONLY | 1 << 8)

  private static func kind(_ code: Int32, _ message: String) -> Kind {
    if code == readOnlyRollback || code == readOnlyRecovery { return .needsRecovery }
    return switch code & 0xff {
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
