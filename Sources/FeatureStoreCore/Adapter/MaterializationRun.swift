internal import DataFrames

/// What the other views' materialization did when that of some views failed: every view is tried.
///
/// It is the ``FeatureStoreError/underlying`` error of the one that is thrown.
public struct MaterializationFailure: Error, Sendable, CustomStringConvertible {
  public let done: [MaterializedView]
  public let failures: [(view: String, error: any Error)]

  /// The views that failed, each with its reason, a line each.
  public var description: String { failures.map { "\($0.view): \($0.error)" }.joined(separator: "\n") }
}

/// Materializes view after view and keeps what failed until all were tried.
package struct MaterializationRun {
  private var done: [MaterializedView] = []
  private var failures: [(view: String, error: any Error)] = []

  package init() {}

  package mutating func add(_ view: String, _ body: () throws -> MaterializedView) throws {
    do {
      done.append(try body())
    } catch let error as CancellationError {
      throw error
    } catch {
      failures.append((view, error))
    }
  }

  package mutating func add(_ view: String, _ body: () async throws -> MaterializedView) async throws {
    do {
      done.append(try await body())
    } catch let error as CancellationError {
      throw error
    } catch {
      failures.append((view, error))
    }
  }

  /// - Throws: The error of the only view there was, or one that lists all views that failed.
  package func result() throws -> [MaterializedView] {
    guard let first = failures.first else { return done }
    if done.isEmpty, failures.count == 1 { throw first.error }
    let failure = MaterializationFailure(done: done, failures: failures)
    throw FeatureStoreError(
      (first.error as? FeatureStoreError)?.code ?? .io,
      "\(failures.count) of \(failures.count + done.count) views could not be materialized; the others were.\n\(failure)",
      context: .init(view: first.view), underlying: failure)
  }
}
