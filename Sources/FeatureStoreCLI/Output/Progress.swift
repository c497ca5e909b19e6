/// Runs an operation; when it takes longer than a second and notes go to a terminal, draws a line that shows it is alive.
func withProgress<Result: Sendable>(
  _ title: String, _ context: CommandContext, _ operation: @Sendable () async throws -> Result
) async throws -> Result {
  guard context.notesAreTerminal else { return try await operation() }
  let ticker = Task {
    let clock = ContinuousClock()
    let start = clock.now
    try await Task.sleep(for: .seconds(1))
    while true {
      let position = Int((clock.now - start) / .milliseconds(200)) % 18
      let bar = (0..<10).map { abs(position > 9 ? 18 - position - $0 : position - $0) < 2 ? "█" : "░" }.joined()
      context.note("\r\(bar) \(title) \(Int((clock.now - start) / .seconds(1))) s ")
      try await Task.sleep(for: .milliseconds(200))
    }
  }
  defer {
    ticker.cancel()
    context.note("\r\u{1B}[K")
  }
  return try await operation()
}
