internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// Connections to one database file, each used by one call at a time.
///
/// When the file was replaced or removed since a connection was opened (Feast's teardown removes it), the connection is
/// left behind and a new one opened.
final class ConnectionPool: Sendable {
  private struct Idle: Sendable {
    var connections: [SQLiteConnection] = []
    /// The file that the connections have open.
    var file: FileStamp?
  }

  private let path: String
  private let access: SQLiteConnection.Access
  private let busySeconds: Double
  private let limit: Int
  private let idle = Locked(Idle())

  /// - Parameter limit: How many idle connections are kept; more are opened when more calls run at a time.
  init(path: String, access: SQLiteConnection.Access, busySeconds: Double, keeping limit: Int) {
    self.path = path
    self.access = access
    self.busySeconds = busySeconds
    self.limit = limit
  }

  /// - Parameter stamp: What the file is now; nil when there is none.
  func with<Result>(_ stamp: FileStamp?, _ body: (SQLiteConnection) throws -> Result) throws -> Result {
    let connection = try take(stamp) ?? SQLiteConnection(path: path, access: access, busyTimeout: busySeconds)
    // A connection that has just made the file is known by what it made.
    let file = try stamp ?? FileStamp(path: path)
    let result = try body(connection)
    give(connection, file)
    return result
  }

  private func take(_ file: FileStamp?) -> SQLiteConnection? {
    idle.withLock { (idle: inout Idle) -> SQLiteConnection? in
      if let file, let known = idle.file, known.isSameFile(as: file) { return idle.connections.popLast() }
      idle = Idle(file: file)
      return nil
    }
  }

  private func give(_ connection: SQLiteConnection, _ file: FileStamp?) {
    guard let file else { return }
    idle.withLock { (idle: inout Idle) in
      if idle.file == nil { idle.file = file }
      if let known = idle.file, known.isSameFile(as: file), idle.connections.count < limit {
        idle.connections.append(connection)
      }
    }
  }
}
