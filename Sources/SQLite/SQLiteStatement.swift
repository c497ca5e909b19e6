internal import GRDBSQLite

/// A prepared statement, stepped with direct calls to SQLite.
///
/// Parameters count from 1, columns from 0. Bytes that are bound stay the caller's and must live until the statement
/// is stepped and reset; bytes that are read live until the next step or reset.
package struct SQLiteStatement {
  private let handle: OpaquePointer
  private let owner: SQLiteHandle

  init(_ handle: OpaquePointer, _ owner: SQLiteHandle) {
    self.handle = handle
    self.owner = owner
  }

  package func bind(_ parameter: Int32, _ value: Int64) throws {
    try check(sqlite3_bind_int64(handle, parameter, value))
  }

  package func bindNull(_ parameter: Int32) throws { try check(sqlite3_bind_null(handle, parameter)) }

  package func bind(_ parameter: Int32, blob bytes: UnsafeRawBufferPointer) throws {
    // A nil address would bind NULL.
    guard bytes.count > 0, let address = bytes.baseAddress else {
      return try check(sqlite3_bind_zeroblob(handle, parameter, 0))
    }
    try check(sqlite3_bind_blob64(handle, parameter, address, UInt64(bytes.count), nil))
  }

  package func bind(_ parameter: Int32, text bytes: UnsafeRawBufferPointer) throws {
    guard bytes.count > 0, let address = bytes.baseAddress else {
      return try check(sqlite3_bind_text64(handle, parameter, "", 0, nil, UInt8(SQLITE_UTF8)))
    }
    let characters = address.assumingMemoryBound(to: CChar.self)
    try check(sqlite3_bind_text64(handle, parameter, characters, UInt64(bytes.count), nil, UInt8(SQLITE_UTF8)))
  }

  /// Binds a copy of a text.
  package func bind(_ parameter: Int32, copying text: String) throws {
    var text = text
    try text.withUTF8 { try bind(parameter, copying: UnsafeRawBufferPointer($0)) }
  }

  /// Binds a copy of the bytes of a text.
  package func bind(_ parameter: Int32, copying bytes: UnsafeRawBufferPointer) throws {
    guard bytes.count > 0, let address = bytes.baseAddress else { return try bind(parameter, text: bytes) }
    let characters = address.assumingMemoryBound(to: CChar.self)
    let size = UInt64(bytes.count)
    try check(sqlite3_bind_text64(handle, parameter, characters, size, copyTheBytes, UInt8(SQLITE_UTF8)))
  }

  /// Goes to the next row; false at the end.
  package func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw owner.failure(code)
  }

  /// Ends the run, so that the statement holds no lock; parameters keep their values.
  package func reset() { sqlite3_reset(handle) }

  /// Forgets the parameters, so that none outlives the bytes it points to.
  package func clear() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  package func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The bytes of a text or blob; empty for NULL.
  package func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let address = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: address, count: Int(sqlite3_column_bytes(handle, column)))
  }

  package func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  package enum Storage: Sendable { case integer, real, text, blob, null }

  /// How the value of the current row is stored.
  package func storage(_ column: Int32) -> Storage {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  private func check(_ code: Int32) throws {
    if code != SQLITE_OK { throw owner.failure(code) }
  }
}
