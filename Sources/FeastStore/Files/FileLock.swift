internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// An advisory lock on a file of its own, held between processes and between threads of one process.
///
/// The lock file stays: removing it would let two holders lock two different files of one name. A killed process
/// loses its lock at once. While it is held the file says by whom, for those who wait.
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
    LockHolder.write(to: descriptor)
    defer {
      LockHolder.clear(descriptor)
      flock(descriptor, LOCK_UN)
    }
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
    let start = ContinuousClock.now
    let progress = StoreProgress.current
    defer { progress?.wait(for: nil) }
    var wait = 1
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemCalls.failure("lock", path) }
      let waited = ContinuousClock.now - start
      guard waited < .seconds(seconds) else {
        let holder = LockHolder.read(descriptor)
        throw FeatureStoreError(
          .storeBusy,
          "\(holder?.sentenceStart ?? "Another process") has held the lock \(path) for \(seconds) seconds. "
            + "Try again when it has finished.",
          context: .init(path: path))
      }
      if waited > .milliseconds(500) {
        progress?.wait(for: "the lock \(path), held by \(LockHolder.read(descriptor) ?? "another process")")
      }
      SystemCalls.pause(milliseconds: wait)
      wait = min(wait * 2, 20)
    }
  }
}

/// Who holds a lock, as the lock file says while it is held: for people only, nothing is decided by it.
enum LockHolder {
  /// Longer texts are no text of ours.
  private static let longest = 300

  /// Writes down this process; that it cannot be written is no reason to fail.
  static func write(to descriptor: Int32) {
    let process = ProcessInfo.processInfo
    let text = "process \(process.processIdentifier) (\(process.processName)) since \(SystemCalls.now())"
    clear(descriptor)
    _ = Array(text.utf8.prefix(longest)).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  static func clear(_ descriptor: Int32) { _ = ftruncate(descriptor, 0) }

  /// What the holder wrote; nil if it wrote nothing, or nothing that can be shown.
  static func read(_ descriptor: Int32) -> String? {
    let bytes = [UInt8](unsafeUninitializedCapacity: longest) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, longest, 0))
    }
    guard bytes.starts(with: Array("process ".utf8)), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    // One that was killed could not clear what it wrote.
    let number = Int32(text.dropFirst("process ".count).prefix { $0 != " " }) ?? 0
    return number > 0 && kill(number, 0) != 0 && errno == ESRCH ? nil : text
  }
}

extension String {
  fileprivate var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
