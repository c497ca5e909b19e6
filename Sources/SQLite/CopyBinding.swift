internal import GRDBSQLite

/// SQLite's `SQLITE_TRANSIENT`: the address -1 tells it to copy what is bound.
///
/// The value is a constant that SQLite compares and never calls, so sharing it between threads is safe.
nonisolated(unsafe) let copyTheBytes = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
