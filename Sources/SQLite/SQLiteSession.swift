internal import GRDB
internal import GRDBSQLite

/// A connection while a call has it for itself; not valid after that call.
package struct SQLiteSession {
  let database: Database
  let path: String

  /// Runs one or more statements without parameters.
  package func execute(_ sql: String) throws {
    do {
      try database.execute(sql: sql)
    } catch {
      throw SQLiteError.translated(error, path: path)
    }
  }

  /// Runs one statement without parameters or rows, and keeps it prepared.
  func run(_ sql: String) throws {
    let statement = try statement(sql)
    defer { statement.reset() }
    _ = try statement.step()
  }

  /// A prepared statement, kept with the connection for the next call that asks for the same text.
  package func statement(_ sql: String) throws -> SQLiteStatement {
    do {
      return SQLiteStatement(try database.cachedStatement(sql: sql), self)
    } catch {
      throw SQLiteError.translated(error, path: path)
    }
  }

  /// The first column of the first row as an integer; nil without a row.
  package func integer(_ sql: String) throws -> Int64? {
    let statement = try statement(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.int64(0) : nil
  }

  /// How many rows the last insert, update or delete changed.
  package var changes: Int {
    guard let connection = database.sqliteConnection else { return 0 }
    return Int(sqlite3_changes(connection))
  }

  func failure(_ code: Int32) -> SQLiteError {
    let text = database.sqliteConnection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
    return SQLiteError(code: code, message: text ?? "unknown", path: path)
  }
}

/// Quotes a name of a table, index or column for use in SQL.
package func quotedIdentifier(_ name: String) -> String {
  var quoted = "\""
  for character in name.unicodeScalars {
    if character == "\"" { quoted += "\"" }
    quoted.unicodeScalars.append(character)
  }
  return quoted + "\""
}
