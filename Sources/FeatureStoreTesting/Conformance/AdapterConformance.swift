public import FeatureStoreCore

/// The checks that every adapter passes, whatever it keeps features in.
///
/// It depends on no test framework; with Swift Testing each check becomes a test:
///
/// ```swift
/// private let suite = AdapterConformance { try MyAdapter(…) }
///
/// @Test("conformance", arguments: suite.checks)
/// func conforms(_ check: AdapterConformance.Check) async {
///   let result = await suite.run(check)
///   #expect(result.passed, "\(result.message)")
/// }
/// ```
///
/// A check makes views under names of its own and removes them, so that all checks can run on one shared store, at the
/// same time as well. Entity keys have one type each in all checks: `customer_id` int64, `shop` string, and so on.
public struct AdapterConformance: Sendable {
  /// One thing that an adapter is to do, by its name: a sentence.
  public struct Check: Sendable, CustomStringConvertible {
    public let name: String
    let body: @Sendable (CheckStore) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (CheckStore) async throws -> Void) {
      self.name = name
      self.body = body
    }

    public var description: String { name }
  }

  /// The checks for an adapter with these options.
  public let checks: [Check]
  private let options: ConformanceOptions
  private let makeAdapter: @Sendable () async throws -> any FeatureStoreAdapter

  /// - Parameter makeAdapter: Gives the adapter for one check: a new one over an empty store, or a shared one.
  public init(
    options: ConformanceOptions = ConformanceOptions(),
    makeAdapter: @escaping @Sendable () async throws -> any FeatureStoreAdapter
  ) {
    self.options = options
    self.makeAdapter = makeAdapter
    checks =
      TrainingChecks.all(options) + GeneratedChecks.all(options) + RegistrationChecks.all(options)
      + MisuseChecks.all(options) + ListingChecks.all(options) + OnlineChecks.all(options) + TableChecks.all(options)
      + SharingChecks.all(options)
  }

  /// Runs one check; never throws.
  public func run(_ check: Check) async -> ConformanceResult {
    do {
      let store = CheckStore(try await makeAdapter(), options)
      do {
        try await check.body(store)
        await store.removeViews()
      } catch {
        await store.removeViews()
        throw error
      }
      return ConformanceResult(name: check.name, passed: true, message: "")
    } catch {
      return ConformanceResult(name: check.name, passed: false, message: "\(error)")
    }
  }

  /// Runs all checks, one after the other.
  public func run() async -> [ConformanceResult] {
    var results: [ConformanceResult] = []
    for check in checks { results.append(await run(check)) }
    return results
  }
}

/// How a check went.
public struct ConformanceResult: Sendable, Hashable, CustomStringConvertible {
  /// The name of the check.
  public let name: String
  public let passed: Bool
  /// What was expected and what came; empty when the check passed.
  public let message: String

  public var description: String { passed ? "ok      \(name)" : "FAILED  \(name)\n        \(message)" }
}
