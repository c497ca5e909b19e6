internal import ArgumentParser
internal import FeatureStore

struct HistoricalCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "historical",
    abstract: "Write training rows: each entity row with its features as they were then known.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The file of entity rows: keys, a time and any other columns.", completion: .frames)
  var entities: String

  @OptionGroup var selection: FeatureSelection

  @Option(help: "The file to write, Parquet or CSV.", completion: .frames)
  var output: String?

  @Option(help: "The Delta table to write instead of a file: catalog.schema.name (Databricks).")
  var into: String?

  @Option(help: "The entity file's column of times.")
  var timestampColumn: String?

  @Flag(help: "Call the feature columns view__feature.")
  var fullFeatureNames = false

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [entities] }

  func validate() throws {
    guard (output == nil) != (into == nil) else {
      throw ValidationError("Give either --output FILE or --into TABLE.")
    }
    guard into == nil || selection.service == nil else {
      throw ValidationError("--into takes --features, not --service.")
    }
  }

  func execute(_ context: CommandContext) async throws {
    if let output { try await write(to: output, context) }
    if let into { try await write(into: into, context) }
  }

  private var options: HistoricalOptions {
    HistoricalOptions(fullFeatureNames: fullFeatureNames, timestampColumn: timestampColumn)
  }

  /// The entity rows, with keys as the views declare them.
  private func frame(_ store: any FeatureStoreAdapter) async throws -> DataFrame {
    let keys = FrameFile.isCSV(entities) ? try await DeclaredTypes.keys(of: selection, store) : []
    return try FrameFile.read(entities, csv.options(keys, times: [timestampColumn]))
  }

  private func write(into table: String, _ context: CommandContext) async throws {
    let store = try root.global.databricks(context)
    let frame = try await frame(store)
    let (references, options) = (try selection.references(), options)
    let written = try await withProgress("historical", context) {
      try await store.getHistoricalFeatures(entityDF: frame, featureRefs: references, into: table, options: options)
    }
    context.output("Wrote \(written.rowCount) rows to \(written.table).\n")
  }

  private func write(to output: String, _ context: CommandContext) async throws {
    try FrameFile.check(output)
    let store = try root.global.store(context)
    try ResultFile.check(output, inputs: [entities], store)
    let frame = try await frame(store)
    try await selection.noteUnreadable(store, online: false, context)
    let (selection, options) = (selection, options)
    let (training, report) = try await withProgress("historical", context) {
      try await selection.reported(store, frame, options)
    }
    try await withProgress("writing \(output)", context) { try FrameFile.write(training, to: output) }
    context.output("Wrote \(training.rowCount) rows × \(training.columnNames.count) columns to \(output).\n")
    if let report { note(report, context) }
  }

  /// One line when every row found something, else one for each view that lacks some.
  private func note(_ report: HistoricalReport, _ context: CommandContext) {
    let incomplete = report.views.filter { $0.matched < $0.rows }
    for view in incomplete { context.note("\(view)\n") }
    let whole = report.views.count - incomplete.count
    if whole > 0 {
      let rows = report.views.first?.rows ?? 0
      let which = incomplete.isEmpty ? (whole == 1 ? "the view" : "all \(whole) views") : "\(whole) other views"
      context.note("All \(rows) rows matched in \(which).\n")
    }
  }
}
