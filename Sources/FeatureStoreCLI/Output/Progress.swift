internal import FeatureStore

/// Runs an operation; when it takes longer than a second and notes go to a terminal, draws a line that says how far it is,
/// how fast, and how long it will take, or what it waits for.
func withProgress<Result: Sendable>(
  _ title: String, _ context: CommandContext, _ operation: @Sendable () async throws -> Result
) async throws -> Result {
  guard context.notesAreTerminal else { return try await operation() }
  let progress = StoreProgress()
  let ticker = Task {
    let clock = ContinuousClock()
    let start = clock.now
    var line = ProgressLine(title: title)
    try await Task.sleep(for: .seconds(1))
    while true {
      let text = line.text(progress.state, elapsed: (clock.now - start) / .seconds(1))
      context.note("\r" + text.prefix(max(20, (context.outputWidth ?? 80) - 1)) + "\u{1B}[K")
      try await Task.sleep(for: .milliseconds(200))
    }
  }
  defer {
    ticker.cancel()
    context.note("\r\u{1B}[K")
  }
  return try await StoreProgress.$current.withValue(progress) { try await operation() }
}

/// The text of a progress line.
struct ProgressLine {
  let title: String
  private var phase = ""
  /// When the phase began, in seconds.
  private var start = 0.0

  init(title: String) { self.title = title }

  /// - Parameter elapsed: Seconds since the operation began.
  mutating func text(_ state: StoreProgress.State, elapsed: Double) -> String {
    if state.phase != phase { (phase, start) = (state.phase, elapsed) }
    let seconds = "\(Int(elapsed)) s"
    if let waiting = state.waiting { return "\(bar(elapsed)) \(title) \(seconds): waiting for \(waiting)" }
    guard let total = state.total, total > 0, !state.phase.isEmpty else { return "\(bar(elapsed)) \(title) \(seconds)" }
    let share = min(1, Double(state.done) / Double(total))
    let filled = Int(share * 10)
    let blocks = String(repeating: "█", count: filled) + String(repeating: "░", count: 10 - filled)
    return "\(blocks) \(title) \(seconds): \(Int(share * 100)) % of \(Self.short(total)) \(state.phase)"
      + rate(state.done, total, elapsed - start)
  }

  /// `, 2.1 M/s, 3 s left`; nothing until there is something to go by.
  private func rate(_ done: Int, _ total: Int, _ seconds: Double) -> String {
    guard done > 0, seconds > 0.1 else { return "" }
    let rate = Double(done) / seconds
    let left = Double(max(0, total - done)) / rate
    return ", \(Self.short(Int(rate)))/s, \(Self.time(left)) left"
  }

  private func bar(_ elapsed: Double) -> String {
    let position = Int(elapsed * 5) % 18
    return (0..<10).map { abs(position > 9 ? 18 - position - $0 : position - $0) < 2 ? "█" : "░" }.joined()
  }

  /// `950`, `12 k`, `2.1 M`.
  static func short(_ count: Int) -> String {
    for (unit, name) in [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")] where count >= unit {
      let tenths = count / (unit / 10)
      return count < 10 * unit ? "\(tenths / 10).\(tenths % 10) \(name)" : "\(count / unit) \(name)"
    }
    return "\(count)"
  }

  static func time(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    if whole < 120 { return "\(whole) s" }
    return whole < 7_200 ? "\(whole / 60) min" : "\(whole / 3_600) h"
  }
}
