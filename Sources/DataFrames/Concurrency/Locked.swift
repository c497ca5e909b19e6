internal import Foundation

/// A value that several threads share, one at a time.
///
/// Invariant behind `@unchecked`: `value` is touched only inside ``withLock(_:)``, which holds `lock`. NSLock rather
/// than `Synchronization.Mutex`, because the thread sanitizer cannot see the latter's futex.
package final class Locked<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: Value) { self.value = value }

  /// Runs `body` while no other thread has the value; must not be called from inside itself.
  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
