internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// An advisory lock on a file of its own, held between processes and between threads of one process.
///
/// The lock file stays: removing it would let two holders lock two different files of one name. A killed process
/// loses its lock at once.
enum FileLock {
  /// Runs `body` while nobody else holds the lock.
  ///
  /// - Parameter seconds: How long to wait for another holder.
  /// - Throws: A `FeatureStoreError` with code `storeBusy` that names the lock file, or what `body` throws.
  static func withLock<Result>(_ path: String, seconds: Double = 30, _ body: () throws -> Result) throws -> Result {
    // A descriptor of its own for each call: flock excludes descriptors, so threads exclude each other as well.
    let descriptor = try open(path)
    defer { SystemCalls.close(descriptor) }
    try acquire(descriptor, path, seconds)
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }

  /// Makes the lock file if need be. One of another user that may only be read serves as well: `flock` asks no more.
  private static func open(_ path: String) throws -> Int32 {
    do {
      return try SystemCalls.open(path, O_RDWR | O_CREAT)
    } catch {
      if let descriptor = try? SystemCalls.open(path, O_RDONLY) { return descriptor }
      throw error
    }
  }

  private static func acquire(_ descriptor: Int32, _ path: String, _ seconds: Double) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var wait = 1
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemCalls.failure("lock", path) }
      guard ContinuousClock.now < deadline else {
        throw FeatureStoreError(
          .storeBusy,
          "Another process has held the lock \(path) for \(seconds) seconds. Try again when it has finished.",
          context: .init(path: path))
      }
      SystemCalls.pause(milliseconds: wait)
      wait = min(wait * 2, 20)
    }
  }
}
