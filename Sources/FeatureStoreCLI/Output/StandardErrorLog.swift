internal import Foundation
internal import Logging

/// Sends log records of this process to standard error, once; the level of the first call stays.
func logToStandardError(_ level: Logger.Level) { StandardErrorLog.shared.start(level) }

/// Logging may be set up only once in a process.
///
/// Invariant behind `@unchecked`: `isInstalled` is touched only while `lock` is held.
private final class StandardErrorLog: @unchecked Sendable {
  static let shared = StandardErrorLog()

  private let lock = NSLock()
  private var isInstalled = false

  func start(_ level: Logger.Level) {
    lock.withLock {
      if isInstalled { return }
      isInstalled = true
      LoggingSystem.bootstrap { (label: String) -> any LogHandler in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
      }
    }
  }
}
