import DataFrames
import FeastStore
import FeatureStoreTesting
import Testing

/// The options under which the adapters of this package pass, but for what their own tests change.
func localOptions() -> ConformanceOptions {
  var options = ConformanceOptions()
  options.onlineForms = .feast
  options.timeUnit = .nanoseconds
  options.keyTypes = [.int32, .string, .binary, .timestamp(.microseconds, utc: true)]
  return options
}

private let suite = AdapterConformance(options: localOptions()) { InMemoryAdapter() }

@Suite("Adapters conform")
struct ConformanceTests {
  @Test("in memory", arguments: suite.checks)
  func inMemory(_ check: AdapterConformance.Check) async {
    let result = await suite.run(check)
    #expect(result.passed, "\(result.message)")
  }

  @Test("a Feast repository", arguments: suite.checks)
  func feast(_ check: AdapterConformance.Check) async throws {
    let store = try TemporaryStore()
    let result = await AdapterConformance(options: localOptions()) { store.adapter }.run(check)
    #expect(result.passed, "\(result.message)")
  }

  @Test("a Feast repository that all checks share, one after the other")
  func sharedFeast() async throws {
    let store = try TemporaryStore()
    var options = localOptions()
    options.isSlow = true
    let results = await AdapterConformance(options: options) { store.adapter }.run()
    for result in results where !result.passed { Issue.record("\(result)") }
    #expect(results.count > 40)
    #expect(try await store.adapter.listFeatureViews().isEmpty)
  }
}
