import FeatureStoreCore
import DataFrames
import Testing

@Suite struct LeakageReportTests {
  /// 40 rows, a day apart; the label is 1 in every third row.
  private func frame(_ more: [(name: String, column: Column)]) throws -> DataFrame {
    let days = (0..<40).map { Timestamp(seconds: Int64($0) * 86_400) }
    return try DataFrame(
      columns: [
        ("id", .int64((0..<40).map { Int64($0) })), ("event_timestamp", .timestamp(days)),
        ("churned", .int64((0..<40).map { $0 % 3 == 0 ? 1 : 0 })),
        ("age", .float64((0..<40).map { Double(($0 * 7) % 11) })),
      ] + more)
  }

  private func kinds(
    _ frame: DataFrame, _ options: LeakageOptions
  ) throws -> [String: [LeakageReport.Finding.Kind]] {
    Dictionary(grouping: try LeakageReport(frame, options: options).findings, by: \.feature)
      .mapValues { $0.map(\.kind) }
  }

  private let options = LeakageOptions(labelColumn: "churned", ignoring: ["id"])

  @Test("a clean frame has no findings")
  func clean() throws {
    let report = try LeakageReport(try frame([]), options: options)
    #expect(report.isClean && report.features == ["age"])
    #expect(report.description == "No leakage found in 1 features of 40 rows.")
  }

  @Test("copies of the label are found in other types, other words and with a few differences")
  func likeness() throws {
    let label = (0..<40).map { $0 % 3 == 0 }
    var options = options
    options.nearlyEqual = 0.97
    let found = try kinds(
      try frame([
        ("flag", .bool(label)), ("word", .string(label.map { $0 ? "gone" : "here" })),
        ("number", .float64(label.map { $0 ? 1 : 0 })), ("scaled", .float64(label.map { $0 ? 100.5 : 2.25 })),
        ("some", .int64(label.enumerated().map { $0 < 20 ? ($1 ? 1 : 0) : nil })),
        ("noisy", .float64(label.enumerated().map { ($1 ? 1 : 0) + Double($0 % 5) / 100 })),
        ("nearly", .int64(label.enumerated().map { $0 == 7 ? 1 : ($1 ? 1 : 0) })),
      ]), options)
    for name in ["flag", "word", "number", "scaled", "some"] { #expect(found[name] == [.equalsLabel], "\(name)") }
    guard case .nearlyEqualsLabel(let noisy)? = found["noisy"]?.first else {
      Issue.record("noisy was not found")
      return
    }
    #expect(noisy > 0.99 && noisy < 1)
    guard case .nearlyEqualsLabel? = found["nearly"]?.first else {
      Issue.record("nearly was not found: \(found)")
      return
    }
    #expect(found["age"] == nil)
  }

  @Test("a source that is later than its row is counted, one at the same time is not")
  func late() throws {
    let days = (0..<40).map { (day: Int) -> Timestamp in Timestamp(seconds: Int64(day) * 86_400 + (day < 3 ? 1 : 0)) }
    let frame = try frame([("age_timestamp", .timestamp(days))])
    #expect(try kinds(frame, options) == ["age": [.sourceAfterRow(rows: 3)]])
    let common = try self.frame([("feature_timestamp", .timestamp(days))])
    #expect(try kinds(common, options) == ["age": [.sourceAfterRow(rows: 3)]])
  }

  @Test("what is empty before the label date and filled after it is found")
  func after() throws {
    let refund = Column.float64((0..<40).map { $0 < 30 ? nil : 5 })
    let early = Column.float64((0..<40).map { $0 < 10 ? nil : 5 })
    var options = options
    options.labelDate = .date("1970-01-31")
    let found = try kinds(try frame([("refund", refund), ("early", early)]), options)
    #expect(found == ["refund": [.knownAfterLabel(rows: 10)]])
    options.labelDate = .column("label_date")
    let dates = Column.date((0..<40).map { _ in CivilDate(daysSinceEpoch: 30) })
    #expect(try kinds(try frame([("refund", refund), ("label_date", dates)]), options) == found)
  }

  @Test("declared high risk is found unless it is allowed by name; the table is in plain words")
  func declared() throws {
    var registry = FeatureRegistry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "age", description: "", entityKey: "id", leakageRisk: .high, leakageNotes: "set at closing"))
    var options = LeakageOptions(registry: registry)
    let report = try LeakageReport(try frame([]), options: options)
    #expect(report.findings.map(\.kind) == [.declaredHighRisk(notes: "set at closing")])
    #expect(report.description.contains("its definition says high leakage risk: set at closing"))
    #expect(report.description.contains("leave it out, or allow it by name"))
    options.allowingHighRisk = ["age"]
    #expect(try LeakageReport(try frame([]), options: options).isClean)
    let error = #expect(throws: FeatureStoreError.self) { try registry.refuseHighRisk(["age"], allowing: []) }
    #expect(error?.code == .leakage)
    #expect(error?.message.contains("age (set at closing)") == true)
  }

  @Test("a column that is not there is an error that lists those that are")
  func missing() throws {
    let error = #expect(throws: FeatureStoreError.self) {
      try LeakageReport(try frame([]), options: LeakageOptions(labelColumn: "gone"))
    }
    #expect(error?.message.contains("no column 'gone'. Columns there: id, event_timestamp") == true)
  }
}
