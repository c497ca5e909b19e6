import DataFrames
import FeatureStoreCore
import Testing

@Suite struct LeakageMeasureTests {
  private let options = LeakageOptions(labelColumn: "label", ignoring: ["row_key"])

  @Test("of 200 frames without a leak at most one feature in a thousand is suspected")
  func falseAlarms() throws {
    var (alarms, looked) = ([String](), 0)
    for seed in 0..<200 {
      var training = GeneratedTraining(seed: seed)
      let report = try LeakageReport(DataFrame(columns: training.columns()), options: options)
      looked += report.features.count
      alarms += report.findings.map { "seed \(seed) \(training.label): \($0.feature): \($0.kind.finding)" }
    }
    #expect(looked == 200 * 14)
    #expect(alarms.count * 1_000 <= looked, "\(alarms.joined(separator: "\n"))")
  }

  @Test("of 200 planted leaks at most two are missed")
  func misses() throws {
    var (missed, planted) = ([String](), 0)
    for seed in 1_000..<1_200 {
      var training = GeneratedTraining(seed: seed)
      let columns = training.columns()
      let leak = training.leak(seed / 6)
      let more = leak.more.map { (name: $0.0, column: $0.1) }
      let frame = try DataFrame(columns: columns + [("leak", leak.column)] + more)
      planted += 1
      if try !LeakageReport(frame, options: options).findings.contains(where: { $0.feature == "leak" }) {
        missed.append("seed \(seed) \(training.label), \(training.rowCount) rows: \(leak.name)")
      }
    }
    #expect(planted == 200)
    #expect(missed.count <= 2, "\(missed.joined(separator: "\n"))")
  }
}
