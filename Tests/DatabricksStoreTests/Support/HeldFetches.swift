import DataFrames
import DatabricksStore

/// Requests for tokens that stay open until the test answers them.
final class HeldFetches: Sendable {
  private typealias Open = CheckedContinuation<AccessToken, any Error>
  private struct State: Sendable {
    var begun = 0
    var open: [Open] = []
  }
  private let state = Locked(State())

  /// How many were begun so far.
  var begun: Int { state.withLock { $0.begun } }

  /// What the token under test gets as its `fetch`.
  func fetch() async throws -> AccessToken {
    try await withCheckedThrowingContinuation { open in
      state.withLock {
        $0.begun += 1
        $0.open.append(open)
      }
    }
  }

  /// Answers the one request that is open, once there is one.
  func answer(_ result: Result<AccessToken, any Error>) async {
    await eventually { self.state.withLock { !$0.open.isEmpty } }
    state.withLock { $0.open.popLast() }?.resume(with: result)
  }
}

/// Waits until other tasks have made it true, or the time limit of the test is over.
func eventually(_ condition: () -> Bool) async {
  while !condition(), !Task.isCancelled { await Task.yield() }
}
