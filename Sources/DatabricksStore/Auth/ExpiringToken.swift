internal import DataFrames
package import FeatureStoreCore

/// One token for many callers, which is replaced before it ends.
///
/// | state of the token | what callers get |
/// |---|---|
/// | fresh | the token |
/// | stale: under 20 minutes and under half its life are left | the token; one request for the next one is begun |
/// | expired: 40 seconds before its end; or there is none | the answer of one request, which all of them wait for |
///
/// After a request for the next token failed, a stale one is kept for a minute before it is tried again. The request does
/// not belong to the caller that began it: when that one is cancelled, the others still get the answer.
package final class ExpiringToken: Sendable {
  package typealias Fetch = @Sendable () async throws -> AccessToken

  private let fetch: Fetch
  private let now: @Sendable () -> Duration
  private let earlyFailure: @Sendable (any Error) -> Void
  private let state = Locked(State())

  /// - Parameters:
  ///   - clock: Measures the token's life.
  ///   - earlyFailure: Learns why a token that is still good could not be replaced.
  ///   - fetch: Asks for a token; never runs twice at a time.
  package init(
    clock: any Clock<Duration> = ContinuousClock(), earlyFailure: @escaping @Sendable (any Error) -> Void = { _ in },
    fetch: @escaping Fetch
  ) {
    self.fetch = fetch
    self.earlyFailure = earlyFailure
    now = stopwatch(clock)
  }

  /// The token, asked for if there is none that is good.
  ///
  /// - Throws: What `fetch` throws, or `CancellationError` as soon as the caller's task is cancelled.
  package func value() async throws -> Secret {
    if let secret = current() { return secret }
    let number = state.withLock { $0.nextNumber() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { join(number, $0) }
    } onCancel: {
      leave(number)
    }
  }

  /// How many callers wait for the request that is under way.
  package var waiterCount: Int { state.withLock { $0.waiters.count } }

  /// Forgets the token if it is this one; of many callers that were refused with it only the first has an effect.
  package func refuse(_ secret: Secret) {
    state.withLock { if $0.cached?.secret == secret { $0.cached = nil } }
  }

  /// The cached token unless it is expired; begins a request for the next one when it is stale.
  private func current() -> Secret? {
    let (secret, isDue) = state.withLock { $0.look(now()) }
    if isDue { begin() }
    return secret
  }

  private func join(_ number: Int, _ waiter: State.Waiter) {
    // A cancellation that came before is visible in here, one that comes later finds the waiter.
    switch state.withLock({ $0.join(number, waiter, now(), isCancelled: Task.isCancelled) }) {
    case .cancelled: waiter.resume(throwing: CancellationError())
    case .ready(let secret): waiter.resume(returning: secret)
    case .first: begin()
    case .waiting: break
    }
  }

  private func leave(_ number: Int) {
    state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(throwing: CancellationError())
  }

  /// Carries out the one request; whoever calls this has set `isFetching`.
  private func begin() {
    let begun = now()
    Task {
      do {
        let token = try await fetch()
        let waiters = state.withLock { $0.store(token, begun) }
        for waiter in waiters { waiter.resume(returning: token.secret) }
      } catch {
        let waiters = state.withLock { $0.fail(now()) }
        for waiter in waiters { waiter.resume(throwing: error) }
        if waiters.isEmpty { earlyFailure(error) }
      }
    }
  }
}

private struct State {
  typealias Waiter = CheckedContinuation<Secret, any Error>

  struct Cached {
    let secret: Secret
    /// 40 seconds before the end; nil: never.
    let expires: Duration?
    /// When the next one is asked for.
    var stale: Duration?
  }

  var cached: Cached?
  var isFetching = false
  var waiters: [Int: Waiter] = [:]
  private var lastNumber = 0

  mutating func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// The token unless it is expired.
  func good(_ now: Duration) -> Secret? {
    guard let cached, cached.expires.map({ now < $0 }) ?? true else { return nil }
    return cached.secret
  }

  /// The token unless it is expired, and whether the caller must ask for the next one.
  mutating func look(_ now: Duration) -> (Secret?, isDue: Bool) {
    let secret = good(now)
    guard secret != nil, !isFetching, let stale = cached?.stale, now > stale else { return (secret, false) }
    isFetching = true
    return (secret, true)
  }

  enum Joined {
    case cancelled
    /// A token came in the meantime.
    case ready(Secret)
    /// The caller must ask for a token.
    case first
    case waiting
  }

  mutating func join(_ number: Int, _ waiter: Waiter, _ now: Duration, isCancelled: Bool) -> Joined {
    if isCancelled { return .cancelled }
    if let secret = good(now) { return .ready(secret) }
    waiters[number] = waiter
    defer { isFetching = true }
    return isFetching ? .waiting : .first
  }

  mutating func store(_ token: AccessToken, _ begun: Duration) -> [Waiter] {
    let end = token.lifetime.map { begun + $0 }
    let ahead = token.lifetime.map { min(.seconds(20 * 60), $0 / 2) }
    cached = Cached(
      secret: token.secret, expires: end.map { $0 - .seconds(40) }, stale: end.flatMap { end in ahead.map { end - $0 } }
    )
    return finish()
  }

  mutating func fail(_ now: Duration) -> [Waiter] {
    cached?.stale = now + .seconds(60)
    return finish()
  }

  private mutating func finish() -> [Waiter] {
    isFetching = false
    defer { waiters = [:] }
    return Array(waiters.values)
  }
}

/// Measures the time since now on any clock.
func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
  let start = clock.now
  return { start.duration(to: clock.now) }
}
