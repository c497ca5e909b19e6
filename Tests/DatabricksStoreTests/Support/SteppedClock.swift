import DataFrames

/// A clock that stands still until it is moved on.
final class SteppedClock: Clock {
  struct Instant: InstantProtocol {
    var offset = Duration.zero
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  struct NobodySleeps: Error {}

  private let current = Locked(Instant())
  let minimumResolution = Swift.Duration.zero

  var now: Instant { current.withLock { $0 } }
  func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws { throw NobodySleeps() }
  func advance(by duration: Swift.Duration) { current.withLock { $0 = $0.advanced(by: duration) } }
}
