internal import ArgumentParser
internal import FeatureStore

struct LeakageCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "leakage",
    abstract: "Say what in a training frame may know more than was then known; fails if it finds something.")

  @OptionGroup var format: FormatOption

  @Argument(help: "The training frame, Parquet or CSV.", completion: .frames)
  var file: String

  @Option(help: "The registry's JSON file, whose features and declared risks then count.", completion: .json)
  var registry: String?

  @Option(help: "The column of labels.")
  var label: String?

  @Option(help: "The date from which on the outcome is known, for all rows.")
  var labelDate: String?

  @Option(help: "The column with the date from which on a row's outcome is known.")
  var labelDateColumn: String?

  @Option(help: "The column of the rows' times.")
  var timestampColumn: String?

  @Option(help: "Columns that are no features, such as the entity key: a,b.")
  var ignore: String?

  @Option(help: "Features of high leakage risk that are meant to be there: a,b.")
  var allowHighRisk: String?

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [file] }

  func execute(_ context: CommandContext) async throws {
    let report = try LeakageReport(
      try FrameFile.read(file, csv.options(times: [timestampColumn, labelDateColumn])), options: try options())
    switch format.format {
    case .json:
      context.output(JSONText.array(report.findings.map(\.json) + report.notChecked.map(\.json)).text + "\n")
    case .table: context.output("\(CommandWords.spelled("\(report)"))\n")
    case .tsv: context.output(try listing(report).text(.tsv))
    }
    guard report.isClean else {
      let count = Set(report.findings.map(\.feature)).count
      if count == 0 { throw FeatureStoreError(.leakage, notChecked(report)) }
      throw FeatureStoreError(.leakage, "\(count) of \(report.features.count) features in \(file) may leak.")
    }
  }

  private func notChecked(_ report: LeakageReport) -> String {
    let missing = report.notChecked.filter(\.wasAskedFor).map { "\($0.check): \($0.reason)" }
    return "\(file) was not checked for what was asked: \(missing.joined(separator: "; "))."
  }

  private func listing(_ report: LeakageReport) -> Listing {
    Listing(
      columns: [
        ("feature", .string(report.findings.map(\.feature))), ("finding", .string(report.findings.map(\.kind.finding))),
        ("remedy", .string(report.findings.map(\.kind.remedy))),
      ], items: report.findings.map(\.json))
  }

  private func options() throws -> LeakageOptions {
    if labelDate != nil, labelDateColumn != nil {
      throw FeatureStoreError(.invalidArgument, "--label-date and --label-date-column exclude each other. Give one.")
    }
    let date = labelDate.map { LeakageOptions.LabelDate.date(FeatureDate($0)) }
    return LeakageOptions(
      timestampColumn: timestampColumn, labelColumn: label,
      labelDate: date ?? labelDateColumn.map { LeakageOptions.LabelDate.column($0) },
      ignoring: try ignore.map { try commaSeparated($0, "--ignore") } ?? [],
      registry: try registry.map { try FeatureRegistry.load($0) },
      allowingHighRisk: try allowHighRisk.map { try commaSeparated($0, "--allow-high-risk") } ?? [])
  }
}

extension LeakageReport.Finding {
  fileprivate var json: JSONText {
    .object([("feature", .string(feature)), ("finding", .string(kind.finding)), ("remedy", .string(kind.remedy))])
  }
}

extension LeakageReport.NotChecked {
  fileprivate var json: JSONText {
    .object([
      ("feature", .null), ("finding", .string("not checked: \(check)")), ("remedy", .string(reason)),
      ("asked_for", .bool(wasAskedFor)),
    ])
  }
}
