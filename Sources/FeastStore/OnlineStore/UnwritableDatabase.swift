internal import FeatureStoreCore
internal import Foundation
internal import SQLite

/// Reads a database that SQLite cannot read in its usual way: in a folder that may not be written, or after a writer was
/// stopped.
///
/// A file with a write-ahead log, as earlier versions made them, needs files beside it for readers too. Where they cannot
/// be made the file is read as one that nobody changes; if it did change meanwhile, it is read again.
struct UnwritableDatabase {
  let path: String
  let busySeconds: Double

  /// - Parameter failure: What the usual way reported.
  /// - Throws: What `body` throws, or a `FeatureStoreError` that says what to do.
  func read<Result>(after failure: SQLiteError, _ body: (SQLiteConnection) throws -> Result) throws -> Result {
    do {
      // Who may write takes back what a stopped writer left.
      return try body(SQLiteConnection(path: path, access: .existing, busyTimeout: busySeconds))
    } catch let error as SQLiteError where error.kind == .noSuchTable || error.kind == .busy {
      throw error
    } catch is SQLiteError {
      guard try isLogged() else { throw failure.kind == .needsRecovery ? interrupted("-journal") : failure }
      return try readUnchanging(body)
    }
  }

  private func readUnchanging<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
    let deadline = ContinuousClock.now + .seconds(busySeconds)
    while true {
      let before = try checkedStamp()
      let result = Swift.Result {
        try body(SQLiteConnection(path: path, access: .immutable, busyTimeout: busySeconds))
      }
      if try checkedStamp() == before { return try result.get() }
      guard ContinuousClock.now < deadline else {
        throw FeatureStoreError(
          .storeBusy, "Another process keeps changing the online store \(path). Try again when it has finished.",
          context: .init(path: path))
      }
      SystemCalls.pause(milliseconds: 10)
    }
  }

  /// What the file is now, once nothing of it is in the log.
  private func checkedStamp() throws -> FileStamp? {
    if let log = try FileStamp(path: path + "-wal"), log.size > 0 { throw interrupted("-wal") }
    return try FileStamp(path: path)
  }

  /// Whether the header says that changes go to a write-ahead log.
  private func isLogged() throws -> Bool {
    let descriptor = try SystemCalls.open(path, O_RDONLY)
    var header = [UInt8](repeating: 0, count: 20)
    let count = SystemCalls.retrying { pread(descriptor, &header, header.count, 0) }
    SystemCalls.close(descriptor)
    guard count >= 0 else { throw SystemCalls.failure("read", path) }
    return count == header.count && header[18] == 2
  }

  private func interrupted(_ suffix: String) -> FeatureStoreError {
    FeatureStoreError(
      .io,
      "The online store \(path) has changes in \(path)\(suffix) that a writer left there, and its folder may not be "
        + "written. Read it once as a user who may write the folder, with any command; then it can be read here.",
      context: .init(path: path))
  }
}
