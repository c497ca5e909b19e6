import DataFrames
import DatabricksStore
import FeatureStoreCore
import FeatureStoreTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct ExpiringTokenTests {
  private struct Refused: Error, Equatable { var number = 0 }

  private let clock = ManualClock()
  private let fetches = HeldFetches()
  private let failures = Locked<[Refused]>([])
  private let token: ExpiringToken

  init() {
    let (fetches, failures) = (fetches, failures)
    token = ExpiringToken(clock: clock) { error in
      failures.withLock { $0.append(error as? Refused ?? Refused(number: -1)) }
    } fetch: {
      try await fetches.fetch()
    }
  }

  /// Gets the first token, with an hour to live unless another life is given.
  private func start(_ secret: Secret = "first", lifetime: Duration? = .seconds(3600)) async throws {
    async let value = token.value()
    await fetches.answer(.success(AccessToken(secret, lifetime: lifetime)))
    #expect(try await value == secret)
  }

  /// The error of a caller who gets no token.
  private func failure() async -> Refused? {
    do {
      _ = try await token.value()
      return nil
    } catch {
      return error as? Refused
    }
  }

  /// Ends the request that is open, and waits until its answer has arrived.
  private func finishEarly(_ result: Result<AccessToken, any Error>) async throws {
    let failed = failures.withLock { $0.count }
    await fetches.answer(result)
    switch result {
    case .failure: await eventually { failures.withLock { $0.count } > failed }
    case .success(let next):
      while try await token.value() != next.secret {
        try Task.checkCancellation()
        await Task.yield()
      }
    }
  }

  @Test("a hundred callers without a token share one request")
  func shared() async throws {
    let values = try await withThrowingTaskGroup(of: Secret.self) { group in
      for _ in 0..<100 { group.addTask { try await token.value() } }
      await eventually { token.waiterCount == 100 }
      await fetches.answer(.success(AccessToken("t", lifetime: .seconds(3600))))
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values == Array(repeating: "t", count: 100))
    #expect(fetches.begun == 1)
    #expect(token.waiterCount == 0)
  }

  @Test("callers that wait share its failure, and the next one asks anew")
  func sharedFailure() async throws {
    async let first = failure()
    async let second = failure()
    await eventually { token.waiterCount == 2 }
    await fetches.answer(.failure(Refused(number: 7)))
    #expect(await [first, second] == [Refused(number: 7), Refused(number: 7)])
    #expect(fetches.begun == 1)
    #expect(failures.withLock { $0 }.isEmpty)
    try await start()
    #expect(fetches.begun == 2)
  }

  @Test("a cancelled caller ends at once; the request and the other callers go on")
  func cancellation() async throws {
    let first = Task { try await token.value() }
    await eventually { token.waiterCount == 1 }
    async let second = token.value()
    await eventually { token.waiterCount == 2 }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(token.waiterCount == 1)
    await fetches.answer(.success(AccessToken("t", lifetime: nil)))
    #expect(try await second == "t")
    #expect(fetches.begun == 1)
  }

  @Test("a task that was cancelled before asks for nothing")
  func cancelledBefore() async throws {
    let caller = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await token.value()
    }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    #expect(fetches.begun == 0 && token.waiterCount == 0)
  }

  @Test("the request goes on when all callers are cancelled, and serves the next ones")
  func allCancelled() async throws {
    let caller = Task { try await token.value() }
    await eventually { token.waiterCount == 1 }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    async let next = token.value()
    await fetches.answer(.success(AccessToken("t", lifetime: nil)))
    #expect(try await next == "t")
    #expect(fetches.begun == 1)
  }

  @Test(
    "stale under the smaller of 20 minutes and half the life; then one request is begun and the old token serves",
    arguments: [(3600, 2400), (86_400, 85_200), (600, 300), (2400, 1200), (200, 100)])
  func stale(life: Int, freshFor: Int) async throws {
    try await start(lifetime: .seconds(life))
    clock.advance(by: .seconds(freshFor))
    #expect(try await token.value() == "first")
    #expect(fetches.begun == 1)
    clock.advance(by: .milliseconds(1))
    for _ in 0..<10 { #expect(try await token.value() == "first") }
    try await finishEarly(.success(AccessToken("second", lifetime: .seconds(life))))
    #expect(fetches.begun == 2)
    clock.advance(by: .seconds(freshFor))
    #expect(try await token.value() == "second")
    #expect(fetches.begun == 2)
  }

  @Test("expired 40 seconds before the end", arguments: [3600, 100, 81])
  func expired(life: Int) async throws {
    try await start(lifetime: .seconds(life))
    clock.advance(by: .seconds(life - 40) - .milliseconds(1))
    #expect(try await token.value() == "first")
    if life > 80 { try await finishEarly(.failure(Refused())) }
    clock.advance(by: .milliseconds(1))
    try await start("second")
  }

  @Test("a life of up to 80 seconds is never stale, and one of up to 40 serves once", arguments: [80, 60, 40, 10, 0])
  func short(life: Int) async throws {
    try await start(lifetime: .seconds(life))
    if life > 40 {
      clock.advance(by: .seconds(life - 40) - .milliseconds(1))
      #expect(try await token.value() == "first")
      #expect(fetches.begun == 1)
      clock.advance(by: .milliseconds(1))
    }
    try await start("second")
    #expect(fetches.begun == 2)
  }

  @Test("the life counts from the request, not from its answer")
  func lifeBegins() async throws {
    async let value = token.value()
    await eventually { token.waiterCount == 1 && fetches.begun == 1 }
    clock.advance(by: .seconds(3000))
    await fetches.answer(.success(AccessToken("first", lifetime: .seconds(3600))))
    #expect(try await value == "first")
    clock.advance(by: .seconds(560))
    try await start("second")
  }

  @Test("a life that is not known has no end")
  func endless() async throws {
    try await start(lifetime: nil)
    clock.advance(by: .seconds(1_000_000_000))
    #expect(try await token.value() == "first")
    #expect(fetches.begun == 1)
  }

  @Test("after a failed request ahead of the end the token serves a minute before the next try; the failure is told")
  func backsOff() async throws {
    try await start()
    clock.advance(by: .seconds(2401))
    #expect(try await token.value() == "first")
    try await finishEarly(.failure(Refused(number: 1)))
    #expect(failures.withLock { $0 } == [Refused(number: 1)])
    clock.advance(by: .seconds(60))
    #expect(try await token.value() == "first")
    #expect(fetches.begun == 2)
    clock.advance(by: .milliseconds(1))
    #expect(try await token.value() == "first")
    try await finishEarly(.success(AccessToken("second", lifetime: .seconds(3600))))
    #expect(fetches.begun == 3)
  }

  @Test("a token that expires while the next one is asked for: callers wait for that request")
  func expiresMeanwhile() async throws {
    try await start()
    clock.advance(by: .seconds(2401))
    #expect(try await token.value() == "first")
    clock.advance(by: .seconds(2000))
    async let value = token.value()
    await eventually { token.waiterCount == 1 }
    await fetches.answer(.success(AccessToken("second", lifetime: .seconds(3600))))
    #expect(try await value == "second")
    #expect(fetches.begun == 2)
  }

  @Test("a refused token is forgotten once: refusals of older ones have no effect")
  func refused() async throws {
    try await start()
    token.refuse("first")
    try await start("second")
    token.refuse("first")
    token.refuse("other")
    #expect(try await token.value() == "second")
    #expect(fetches.begun == 2)
  }
}
