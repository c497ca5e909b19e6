internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// Reads a database that SQLite cannot read in its usual way: in a folder that may not be written, or after a writer was
/// stopped.
///
/// A file with a write-ahead log, as earlier versions made them, needs files beside it for readers too. Where they cannot
/// be made the file is read as one that nobody changes; if it did change meanwhile, it is read again.
struct UnwritableDatabase {
  let path: String
  let busySeconds: Double

  /// - Throws: What `body` throws, or a `FeatureStoreError` that says what to do.
  func read<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
    do {
      // Who may write takes back what a stopped writer left.
      return try body(SQLiteConnection(path: path, access: .existing, busyTimeout: busySeconds))
    } catch let error as SQLiteError where error.kind == .noSuchTable || error.kind == .busy {
      throw error
    } catch is SQLiteError {
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

  /// What the file is now, when nothing of it is in a log or a journal.
  private func checkedStamp() throws -> FileStamp? {
    for suffix in ["-wal", "-journal"] {
      if let other = try FileStamp(path: path + suffix), other.size > 0 { throw interrupted(suffix) }
    }
    return try FileStamp(path: path)
  }

  private func interrupted(_ suffix: String) -> FeatureStoreError {
    FeatureStoreError(
      .io,
      "The online store \(path) has changes in \(path)\(suffix) that a writer left there, and its folder may not be "
        + "written. Read it once as a user who may write the folder, with any command; then it can be read here.",
      context: .init(path: path))
  }
}
