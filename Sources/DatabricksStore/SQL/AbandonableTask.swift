internal import DataFrames

extension Task where Failure == any Error {
  /// Waits for the task, but not longer than the caller's own task is wanted: the task itself goes on.
  ///
  /// - Throws: `CancellationError` as soon as the caller is cancelled.
  func valueUnlessCancelled() async throws -> Success {
    let waiter = Waiter<Success>()
    Task<Void, Never> { waiter.resume(await result) }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter.wait($0) }
    } onCancel: {
      waiter.resume(.failure(Swift.CancellationError()))
    }
  }
}

/// Hands the first of several results to one continuation, whichever comes first.
private final class Waiter<Success: Sendable>: Sendable {
  private enum State {
    case idle
    case waiting(CheckedContinuation<Success, any Error>)
    case early(Result<Success, any Error>)
    case done
  }
  private let state = Locked<State>(.idle)

  func wait(_ continuation: CheckedContinuation<Success, any Error>) {
    let early = state.withLock { (state: inout State) -> Result<Success, any Error>? in
      if case .early(let result) = state {
        state = .done
        return result
      }
      state = .waiting(continuation)
      return nil
    }
    if let early { continuation.resume(with: early) }
  }

  func resume(_ result: Result<Success, any Error>) {
    let waiting = state.withLock { (state: inout State) -> CheckedContinuation<Success, any Error>? in
      switch state {
      case .idle: state = .early(result)
      case .waiting(let continuation):
        state = .done
        return continuation
      case .early, .done: break
      }
      return nil
    }
    waiting?.resume(with: result)
  }
}
