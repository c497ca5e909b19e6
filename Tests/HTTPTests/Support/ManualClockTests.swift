import DataFrames
import FeatureStoreTesting
import Testing

@Suite("Manual clock", .timeLimit(.minutes(1)))
struct ManualClockTests {
  let clock = ManualClock()

  @Test("tasks wake up when their time has come, and not before")
  func order() async throws {
    let woken = Locked<[Int]>([])
    let tasks = [30, 10, 20].map { seconds in
      Task {
        try await clock.sleep(for: .seconds(seconds))
        woken.withLock { $0.append(seconds) }
      }
    }
    try await clock.waitForSleepers(3)
    #expect(clock.deadlines.map(\.offset) == [.seconds(10), .seconds(20), .seconds(30)])
    clock.advance(by: .seconds(9))
    #expect(clock.deadlines.count == 3)
    for (index, count) in [(1, 2), (2, 1), (0, 0)] {
      clock.advance(by: .seconds(10))
      try await tasks[index].value
      #expect(clock.deadlines.count == count)
    }
    clock.advance(by: .seconds(1))
    #expect(woken.withLock { $0 } == [10, 20, 30])
    #expect(clock.now.offset == .seconds(40))
  }

  @Test("a time that is over is not waited for")
  func past() async throws {
    clock.advance(by: .seconds(5))
    try await clock.sleep(until: ManualClock.Instant(offset: .seconds(5)))
    try await clock.sleep(for: .zero)
  }

  @Test("a cancellation ends the sleep, whether it comes before or after its start")
  func cancellation() async throws {
    let task = Task { try await clock.sleep(for: .seconds(1)) }
    try await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await clock.sleep(for: .seconds(1))
    }
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    #expect(clock.deadlines.isEmpty)
  }
}
