internal import GRDBSQLite

/// A connection while a call has it for itself; not valid after that call.
package struct SQLiteSession {
  let handle: SQLiteHandle

  /// Runs one or more statements without parameters.
  package func execute(_ sql: String) throws { try handle.execute(sql) }

  /// Runs one statement without parameters or rows, and keeps it prepared.
  func run(_ sql: String) throws {
    let statement = try statement(sql)
    defer { statement.reset() }
    _ = try statement.step()
  }

  /// A prepared statement, kept with the connection for the next call that asks for the same text.
  package func statement(_ sql: String) throws -> SQLiteStatement {
    SQLiteStatement(try handle.statement(sql), handle)
  }

  /// The first column of the first row as an integer; nil without a row.
  package func integer(_ sql: String) throws -> Int64? {
    let statement = try statement(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.int64(0) : nil
  }

  /// The first column of the first row as a string; nil without a row.
  package func text(_ sql: String) throws -> String? {
    let statement = try statement(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.text(0) : nil
  }

  /// How many rows the last insert, update or delete changed.
  package var changes: Int { Int(sqlite3_changes(handle.database)) }
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
