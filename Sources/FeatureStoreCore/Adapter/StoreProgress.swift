internal import DataFrames

/// How far a call on a store is, for whoever shows it to people.
///
/// ```swift
/// let progress = StoreProgress()
/// let work = Task {
///   try await StoreProgress.$current.withValue(progress) { try await store.materialize(featureViews: [], …) }
/// }
/// print(progress.state.done, "of", progress.state.total ?? 0)      // from anywhere, at any time
/// ```
///
/// Stores report what they count: rows of a history that were looked at or written. Without a current progress they
/// report nothing, at no cost.
public final class StoreProgress: Sendable {
  /// The progress that calls of this task report to.
  @TaskLocal public static var current: StoreProgress?

  /// What a call is doing now.
  public struct State: Sendable, Hashable {
    /// What is counted, such as `rows of customers`; empty before anything is.
    public internal(set) var phase = ""
    public internal(set) var done = 0
    /// nil: not known.
    public internal(set) var total: Int?
    /// What is waited for, such as `the lock of …, held by process 7`; nil while there is work.
    public internal(set) var waiting: String?
  }

  private let locked = Locked(State())

  public init() {}

  public var state: State { locked.withLock { $0 } }

  /// Begins to count something else.
  package func begin(_ phase: String, total: Int?) {
    locked.withLock { $0 = State(phase: phase, done: 0, total: total, waiting: nil) }
  }

  package func advance(by count: Int) { locked.withLock { $0.done += count } }

  /// Says what the call waits for; nil when it goes on.
  package func wait(for what: String?) { locked.withLock { $0.waiting = what } }
}
