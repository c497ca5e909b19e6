internal import Logging

/// Sends log records of this process to standard error, once; the level of the first call stays.
func logToStandardError(_ level: Logger.Level) { StandardErrorLog.start(level) }

private enum StandardErrorLog {
  /// Logging may be set up only once in a process.
  private static let installed: Void = LoggingSystem.bootstrap { (label: String) -> any LogHandler in
    StreamLogHandler.standardError(label: label)
  }

  static func start(_ level: Logger.Level) {
    guard level < .warning else { return }
    installed
  }
}
