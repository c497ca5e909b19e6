internal import DataFrames

/// A clock that stands still until a test moves it, so that waits take no time.
///
/// ```swift
/// let clock = ManualClock()
/// let work = Task { try await clock.sleep(for: .seconds(5)) }
/// try await clock.waitForSleepers()
/// clock.advance(by: .seconds(5))
/// try await work.value
/// ```
public final class ManualClock: Clock {
  /// A time on the clock, counted from when it was made.
  public struct Instant: InstantProtocol {
    /// The time since the clock was made.
    public let offset: Duration

    /// Makes a time from the time since the clock was made.
    public init(offset: Duration) { self.offset = offset }

    /// Returns the time that is later by a duration.
    public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }

    /// Returns how much later another time is.
    public func duration(to other: Instant) -> Duration { other.offset - offset }

    /// Whether a time is before another.
    public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private struct Sleeper: Sendable {
    let number: Int
    let deadline: Instant
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State: Sendable {
    var now = Instant(offset: .zero)
    var sleepers: [Sleeper] = []
    var nextNumber = 0
  }

  private let state = Locked(State())

  /// Makes a clock that shows zero.
  public init() {}

  /// The time that it shows.
  public var now: Instant { state.withLock { $0.now } }

  /// The smallest difference of two times that it can show.
  public var minimumResolution: Duration { .init(secondsComponent: 0, attosecondsComponent: 1) }

  /// Until when tasks wait at the moment, the first to wake up first.
  public var deadlines: [Instant] { state.withLock { $0.sleepers.map(\.deadline).sorted() } }

  /// Waits until the clock was moved to a time; at once if it is there already.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
    let number = state.withLock { (state: inout State) -> Int in
      state.nextNumber += 1
      return state.nextNumber
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { add(Sleeper(number: number, deadline: deadline, continuation: $0)) }
    } onCancel: {
      let sleeper = state.withLock { (state: inout State) -> Sleeper? in
        let place = state.sleepers.firstIndex { $0.number == number }
        return place.map { state.sleepers.remove(at: $0) }
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves the clock, and wakes the tasks whose time has come: earlier times first, of equal ones who came first.
  ///
  /// A task that sleeps again does so from the new time on.
  public func advance(by duration: Duration) {
    precondition(duration >= .zero, "A clock is not moved back.")
    let due = state.withLock { (state: inout State) -> [Sleeper] in
      let now = state.now.advanced(by: duration)
      state.now = now
      defer { state.sleepers.removeAll { $0.deadline <= now } }
      return state.sleepers.filter { $0.deadline <= now }
    }
    for sleeper in due.sorted(by: { ($0.deadline, $0.number) < ($1.deadline, $1.number) }) {
      sleeper.continuation.resume()
    }
  }

  /// Returns as soon as at least so many tasks wait.
  ///
  /// - Throws: `CancellationError` if the task is cancelled before.
  public func waitForSleepers(_ count: Int = 1) async throws {
    while deadlines.count < count { try await Task.sleep(for: .milliseconds(1)) }
  }

  /// A cancellation that came before found no sleeper to wake, so it is looked for here, under the same lock.
  private func add(_ sleeper: Sleeper) {
    let result = state.withLock { (state: inout State) -> Result<Void, any Error>? in
      if Task.isCancelled { return .failure(CancellationError()) }
      if sleeper.deadline <= state.now { return .success(()) }
      state.sleepers.append(sleeper)
      return nil
    }
    if let result { sleeper.continuation.resume(with: result) }
  }
}
