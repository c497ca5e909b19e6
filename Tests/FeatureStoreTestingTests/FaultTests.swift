import FeatureStoreTesting
import Testing

/// The suite can fail: an adapter that breaks one rule fails the check of that rule.
@Suite("Broken adapters fail")
struct FaultTests {
  @Test("each fault is noticed by its check", arguments: Fault.allCases)
  func noticed(_ fault: Fault) async throws {
    let suite = AdapterConformance(options: localOptions()) { BrokenAdapter(fault) }
    let checks = suite.checks.filter { $0.name.contains(fault.rawValue) }
    try #require(checks.count == 1, "the checks are \(checks)")
    let result = await suite.run(checks[0])
    #expect(!result.passed)
    #expect(!result.message.isEmpty)
    let whole = await AdapterConformance(options: localOptions()) { InMemoryAdapter() }.run(checks[0])
    #expect(whole.passed, "\(whole.message)")
  }

  @Test("an adapter that cannot be made fails every check instead of ending the run")
  func unmade() async {
    struct Unmade: Error {}
    let suite = AdapterConformance { throw Unmade() }
    let results = await suite.run()
    #expect(results.count == suite.checks.count)
    #expect(results.allSatisfy { !$0.passed && $0.message.contains("Unmade") })
  }

  @Test("what an adapter lacks is not asked of it")
  func options() {
    var options = ConformanceOptions()
    options.onlineTypes = []
    options.hasTables = false
    options.isSlow = true
    let names = AdapterConformance(options: options) { InMemoryAdapter() }.checks.map(\.name)
    #expect(!names.contains { $0.contains("online") || $0.contains("table") || $0.contains("materialize") })
    #expect(names.count > 25)
    #expect(Set(names).count == names.count)
  }
}
