import FeatureStore
import FeatureStoreTesting

/// Runs the checks that every adapter passes on the workspace; names of checks that contain one of the words only.
func conformance(_ words: [String]) async throws {
  let adapter = try DatabricksFeatureStoreAdapter()
  var options = ConformanceOptions()
  options.isSlow = true
  options.keyTypes = [.int32, .string, .binary, .timestamp(.microseconds, utc: true)]
  let suite = AdapterConformance(options: options) { adapter }
  var failed = 0
  let chosen = suite.checks.filter { check in words.isEmpty || words.contains { check.name.contains($0) } }
  for check in chosen {
    let result = await suite.run(check)
    print(result)
    failed += result.passed ? 0 : 1
  }
  print("\(chosen.count - failed) passed, \(failed) failed")
  guard failed == 0 else { throw Disagreement(description: "\(failed) of \(chosen.count) checks failed") }
}
