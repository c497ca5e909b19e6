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
    #expect(found["noisy"] == [.tellsLabel(1)])
    guard case .nearlyEqualsLabel? = found["nearly"]?.first else {
      Issue.record("nearly was not found: \(found)")
      return
    }
    #expect(found["age"] == nil)
  }

  @Test("what the label's own share explains is no likeness, and few rows prove nothing")
  func chance() throws {
    let rare = try frame([]).drop(["churned"]).adding("churned", .int64((0..<40).map { $0 == 3 ? 1 : 0 }))
      .adding("zero", .int64((0..<40).map { _ in 0 })).adding(
        "three", .int64((0..<40).map { $0 > 2 ? nil : $0 == 0 ? 1 : 0 })
      )
      .adding("copy", .int64((0..<40).map { $0 == 3 ? 1 : 0 }))
    #expect(try kinds(rare, options).isEmpty)
    let few = try frame([("flag", .bool((0..<40).map { $0 % 3 == 0 }))]).head(3)
    let report = try LeakageReport(few, options: options)
    #expect(report.findings.isEmpty && !report.isClean)
    #expect(report.description.contains("Not checked: likeness to the label 'churned': 3 rows have a label"))
  }

  @Test("several strings, being filled, a threshold and thresholds between words tell the label")
  func telling() throws {
    let label = (0..<40).map { $0 % 3 == 0 }
    let words = (0..<40).map { ["low", "mid", "high"][$0 % 3] }
    let found = try kinds(
      try frame([
        ("status", .string(label.enumerated().map { $1 ? "shut \($0 % 2)" : "open \($0 % 4)" })),
        ("closed_at", .string(label.map { $0 ? "x" : nil })),
        ("opened", .float64(label.map { $0 ? .nan : 1 })),
        ("number", .float64(label.enumerated().map { Double($0) + ($1 ? 1_000 : 0) })),
        ("reason", .string(label.enumerated().map { $1 ? "free text \($0)" : "none" })),
        ("day", .date(label.enumerated().map { CivilDate(daysSinceEpoch: Int32($0 - ($1 ? 500 : 400))) })),
      ]), options)
    #expect(found["status"] == [.tellsLabel(1)] && found["number"] == [.tellsLabel(1)], "\(found)")
    #expect(found["closed_at"] == [.filledWithLabel(1)] && found["opened"] == [.filledWithLabel(1)], "\(found)")
    #expect(found["reason"] == [.tellsLabel(1)], "\(found)")
    #expect(found["day"] == [.tellsLabel(1)] && found["age"] == nil, "\(found)")
    let grades = try frame([
      ("grade", .string(words)), ("points", .float64((0..<40).map { Double($0) / 100 + [0.0, 1, 2][$0 % 3] })),
    ])
    #expect(
      try kinds(grades, LeakageOptions(labelColumn: "grade", ignoring: ["id", "churned"])) == [
        "points": [.tellsLabel(1)]
      ])
  }

  @Test("a function that rises or falls with a label of numbers is found; one large value in both is not")
  func following() throws {
    let amounts = (0..<40).map { (row: Int) -> Double in Double((row * 17) % 41) * 10 + 1 }
    func outlier(_ cycle: Int) -> [Double] { (0..<40).map { $0 == 9 ? 1e9 : Double(($0 * 5) % cycle) } }
    let found = try kinds(
      try frame([
        ("amount", .float64(amounts)), ("logarithm", .float64(amounts.map { ($0 / 100).squareRoot() })),
        ("falling", .float64(amounts.map { 1 / $0 })), ("scaled", .float64(amounts.map { $0 * 3 + 1 })),
      ]), LeakageOptions(labelColumn: "amount", ignoring: ["id", "churned"]))
    #expect(found["logarithm"] == [.followsLabel(1)] && found["falling"] == [.followsLabel(1)], "\(found)")
    guard case .nearlyEqualsLabel? = found["scaled"]?.first else {
      Issue.record("scaled was not found: \(found)")
      return
    }
    let apart = try frame([("amount", .float64(outlier(13))), ("other", .float64(outlier(11)))])
    #expect(try kinds(apart, LeakageOptions(labelColumn: "amount", ignoring: ["id", "churned"]))["other"] == nil)
  }

  @Test("a feature that is a time later than its row is found, one of the same time is not")
  func laterTime() throws {
    let days = (0..<40).map { Timestamp(seconds: Int64($0) * 86_400) }
    let found = try kinds(
      try frame([
        ("shipped", .timestamp(days.enumerated().map { $0 < 4 ? Timestamp(seconds: $1.seconds + 1) : $1 })),
        ("ordered", .timestamp(days)), ("due", .date((0..<40).map { CivilDate(daysSinceEpoch: $0 == 5 ? 9 : 0) })),
      ]), options)
    #expect(found == ["shipped": [.timeAfterRow(rows: 4)], "due": [.timeAfterRow(rows: 1)]])
  }

  @Test("a check that was asked for and could not be made keeps a report from being clean")
  func notChecked() throws {
    let timeless = try frame([]).drop(["event_timestamp"])
    var options = options
    options.labelDate = .date("1970-01-31")
    let dated = try LeakageReport(timeless, options: options)
    #expect(!dated.isClean && dated.findings.isEmpty)
    #expect(dated.notChecked.map(\.check) == ["anything known too late"] && dated.notChecked[0].wasAskedFor)
    options.labelDate = .date("1960-01-01")
    #expect(try LeakageReport(try frame([]), options: options).notChecked.map(\.wasAskedFor) == [true])
    let unlabelled = try LeakageReport(timeless, options: LeakageOptions(ignoring: ["id"]))
    #expect(unlabelled.isClean && unlabelled.notChecked.map(\.wasAskedFor) == [false, false])
    let constant = try frame([]).drop(["churned"]).adding("churned", .int64((0..<40).map { _ in 1 }))
    #expect(try !LeakageReport(constant, options: self.options).isClean)
  }

  @Test("a registry's features are found under full names; none at all is not clean")
  func fullNames() throws {
    var registry = FeatureRegistry()
    for name in ["label_copy", "copy"] {
      try registry.register(TemporalFeatureDefinition(name: name, description: "", entityKey: "id", leakageRisk: .high))
    }
    var options = options
    options.registry = registry
    let nothing = try LeakageReport(try frame([]), options: options)
    #expect(!nothing.isClean && nothing.description.contains("none of the registry's features is a column"))
    let named = try LeakageReport(
      try frame([("people__copy", .int64((0..<40).map { $0 % 3 == 0 ? 1 : 0 }))]), options: options)
    #expect(named.findings.map(\.kind) == [.equalsLabel, .declaredHighRisk(notes: nil)])
    #expect(named.features == ["people__copy"])
  }

  @Test("what is made from a feature of high risk is of high risk, over any number of steps")
  func transitive() throws {
    var registry = FeatureRegistry()
    func add(
      _ name: String, _ sources: [String] = [], _ type: FeatureComputationType = .passthrough, formula: String? = nil,
      risk: LeakageRisk = .low
    ) throws {
      try registry.register(
        TemporalFeatureDefinition(
          name: name, description: "", entityKey: "id", sourceColumns: sources, computationType: type,
          derivationFormula: formula, leakageRisk: risk))
    }
    try add("refund", risk: .high)
    try add("share", ["refund", "age"], .ratio)
    try add("odd name", ["share", "age"], .interaction)
    try add("formula", [], .derived, formula: "max(`odd name`, 1) * 2")
    try add("quoted", [], .derived, formula: "age == 'refund'")
    try add("circle", ["circle2", "age"], .ratio)
    try add("circle2", ["circle", "age"], .ratio)
    for name in ["share", "odd name", "formula"] {
      #expect(registry.highRisk(name, allowing: []) == .madeFrom(["refund"]))
      #expect(registry.highRisk(name, allowing: ["refund"]) == nil)
      #expect(registry.highRisk(name, allowing: [name]) == nil)
      #expect(throws: FeatureStoreError.self) { try registry.refuseHighRisk([name], allowing: []) }
    }
    for name in ["quoted", "circle", "circle2"] { #expect(registry.highRisk(name, allowing: []) == nil) }
    var options = LeakageOptions(registry: registry)
    let frame = try frame([("share", .float64((0..<40).map { Double($0) }))])
    #expect(try LeakageReport(frame, options: options).findings.map(\.kind) == [.madeFromHighRisk(["refund"])])
    options.allowingHighRisk = ["share"]
    #expect(try LeakageReport(frame, options: options).isClean)
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
