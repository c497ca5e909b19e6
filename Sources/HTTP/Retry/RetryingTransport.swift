/// Sends requests again as a policy says, over another transport.
///
/// ```swift
/// let transport = RetryingTransport(try CurlTransport(), policy: .workspace) { event in print(event) }
/// ```
///
/// What comes of the last attempt is returned or thrown. Bodies and files begin anew with each attempt. A task that is
/// cancelled while it waits throws `CancellationError` at once.
package struct RetryingTransport: HTTPTransport {
  private let base: any HTTPTransport
  private let policy: RetryPolicy
  private let clock: any Clock<Duration>
  private let random: @Sendable () -> Double
  private let onRetry: @Sendable (RetryEvent) -> Void

  /// - Parameters:
  ///   - random: Spreads the waits, in `0..<1`.
  ///   - onRetry: Told before each wait, for logs.
  package init(
    _ base: any HTTPTransport, policy: RetryPolicy = .workspace, clock: any Clock<Duration> = ContinuousClock(),
    random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
    onRetry: @escaping @Sendable (RetryEvent) -> Void = { _ in }
  ) {
    self.base = base
    self.policy = policy
    self.clock = clock
    self.random = random
    self.onRetry = onRetry
  }

  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await retrying(request, on: clock) { try await base.send(request) }
  }

  package func download(_ request: HTTPRequest, to path: String) async throws -> HTTPResponse {
    try await retrying(request, on: clock) { try await base.download(request, to: path) }
  }

  private func retrying<C: Clock<Duration>>(
    _ request: HTTPRequest, on clock: C, _ send: () async throws -> HTTPResponse
  ) async throws -> HTTPResponse {
    let start = clock.now
    var attempt = 1
    while true {
      let result = try await result(of: send)
      let outcome = RetryOutcome(result)
      let situation = RetryPolicy.Situation(
        repetition: request.repetition, attempt: attempt, elapsed: start.duration(to: clock.now), outcome: outcome)
      guard case .retry(let wait) = policy.decision(for: situation, random: random()) else { return try result.get() }
      onRetry(RetryEvent(request, attempt: attempt, wait: wait, reason: outcome.summary))
      try await clock.sleep(for: wait)
      attempt += 1
    }
  }

  /// Lets through what is no error of the network, such as a cancellation.
  private func result(of send: () async throws -> HTTPResponse) async throws -> Result<HTTPResponse, HTTPError> {
    do {
      return .success(try await send())
    } catch let error as HTTPError {
      return .failure(error)
    }
  }
}
