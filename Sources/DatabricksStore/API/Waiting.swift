internal import FeatureStoreCore
internal import Logging

/// Looks again and again, at growing intervals, until something in the workspace is ready.
struct Waiting: Sendable {
  let clock: any Clock<Duration>
  let logger: Logger
  var limit: Duration = .seconds(60 * 60)

  /// Waits until `look` finds the thing ready.
  ///
  /// - Parameter look: Gives nil when it is ready, else the state that it is in; throws when it never will be.
  /// - Throws: What `look` throws, or a ``FeatureStoreError`` with code ``FeatureStoreError/Code/timedOut``.
  func until(_ what: String, _ look: () async throws -> String?) async throws {
    var waited: Duration = .zero
    var attempt = 0
    while let state = try await look() {
      guard waited < limit else {
        throw FeatureStoreError(
          .timedOut,
          "The \(what) was not ready after \(limit / .seconds(60)) minutes: it is \(state.isEmpty ? "not there yet" : state). "
            + "Look at it in the workspace.")
      }
      attempt += 1
      logger.info("waiting for the \(what): \(state.isEmpty ? "being made" : state)")
      let pause: Duration = .milliseconds(min(250 * attempt, 10_000) + Int.random(in: 0...100))
      try await clock.sleep(for: pause)
      waited += pause
    }
  }
}
