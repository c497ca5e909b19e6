internal import ArgumentParser
internal import FeatureStore

struct HistoricalCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "historical",
    abstract: "Write training rows: each entity row with its features as they were then known.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The file of entity rows: keys, a time and any other columns.")
  var entities: String

  @OptionGroup var selection: FeatureSelection

  @Option(help: "The file to write, Parquet or CSV.")
  var output: String

  @Option(help: "The entity file's column of times.")
  var timestampColumn: String?

  @Flag(help: "Call the feature columns view__feature.")
  var fullFeatureNames = false

  func execute(_ context: CommandContext) async throws {
    try FrameFile.check(output)
    let store = try root.global.store(context)
    let frame = try FrameFile.read(entities)
    let selection = selection
    let options = HistoricalOptions(fullFeatureNames: fullFeatureNames, timestampColumn: timestampColumn)
    let training = try await withProgress("historical", context) {
      try await selection.historical(store, frame, options)
    }
    try FrameFile.write(training, to: output)
    context.output("Wrote \(training.rowCount) rows × \(training.columnNames.count) columns to \(output).\n")
  }
}
