internal import Logging

/// Sends log records of this process to standard error, once; the level of the first call stays.
func logToStandardError(_ level: Logger.Level) {
  wantedLevel.withLock { $0 = $0 ?? level }
  _ = installed
}

private let wantedLevel = Locked<Logger.Level?>(nil)

/// Logging may be set up only once in a process.
private let installed: Void = LoggingSystem.bootstrap { (label: String) -> any LogHandler in
  var handler = StreamLogHandler.standardError(label: label)
  handler.logLevel = wantedLevel.withLock { $0 } ?? .warning
  return handler
}
