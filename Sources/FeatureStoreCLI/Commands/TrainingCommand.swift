internal import ArgumentParser
internal import FeatureStore

struct TrainingCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Write training rows with a registry's features; features of high leakage risk only by name.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The file of entity rows: keys, a time and any other columns.", completion: .frames)
  var entities: String

  @Option(help: "The registry's JSON file.", completion: .json)
  var registry: String

  @Option(help: "The table that was published.", completion: .views)
  var table = FeatureStoreManager.defaultTable

  @Option(help: "The features: a,b. Without it all of the registry that the table has.")
  var features: String?

  @Option(help: "The file to write, Parquet or CSV.", completion: .frames)
  var output: String

  @Option(help: "The entity file's column of times.")
  var timestampColumn: String?

  @Option(help: "Features of high leakage risk that may be in the frame: a,b.")
  var allowHighRisk: String?

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [entities] }

  func execute(_ context: CommandContext) async throws {
    try FrameFile.check(output)
    let definitions = try FeatureRegistry.load(registry)
    let names = try features.map { try commaSeparated($0, "--features") }
    let allowed = try allowHighRisk.map { try commaSeparated($0, "--allow-high-risk") } ?? []
    let store = try root.global.store(context)
    try ResultFile.check(output, inputs: [entities, registry], store)
    let manager = FeatureStoreManager(backend: store)
    let frame = try FrameFile.read(entities, csv.options(times: [timestampColumn]))
    let (table, time) = (table, timestampColumn)
    let training = try await withProgress("training", context) {
      try await manager.getTrainingFeatures(
        frame, definitions, featureNames: names, table: table, timestampColumn: time, allowingHighRisk: allowed)
    }
    try FrameFile.write(training, to: output)
    context.output("Wrote \(training.rowCount) rows × \(training.columnNames.count) columns to \(output).\n")
  }
}
