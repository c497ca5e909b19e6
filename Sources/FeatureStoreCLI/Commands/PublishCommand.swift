public import ArgumentParser
public import FeatureStore

extension ComputedColumns: ExpressibleByArgument {}

struct PublishCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Write the features of a registry file to a table, copied or computed.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The file of events, Parquet or CSV: all events of each entity.", completion: .frames)
  var from: String

  @Option(help: "The registry's JSON file.", completion: .json)
  var registry: String

  @Option(help: "The table's name: letters, digits and underscores.")
  var table = FeatureStoreManager.defaultTable

  @Option(help: "The column of entities. Without it the one that all features name.")
  var entityKey: String?

  @Option(help: "The column of event times. Without it the one that the features name.")
  var timestampColumn: String?

  @OptionGroup var ttl: TTLOptions

  @Option(help: "merge keeps the rows that are there, overwrite replaces them.")
  var mode: WriteMode = .merge

  @Option(help: "Events after this time are left out. Without it the project's, or for its first table now.")
  var cutoffDate: String?

  @Option(help: "missing: copy the columns of features, compute the others. all: compute every one. none: copy only.")
  var computes: ComputedColumns = .missing

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [from] }

  func execute(_ context: CommandContext) async throws {
    let definitions = try FeatureRegistry.load(registry)
    let store = try root.global.store(context)
    let manager = FeatureStoreManager(backend: store)
    let events = try FrameFile.read(from, csv.options(times: [timestampColumn]))
    let (table, key, time, mode, cutoff) = (table, entityKey, timestampColumn, mode, cutoffDate.map { FeatureDate($0) })
    let (ttl, computes) = (ttl.duration, computes)
    let done = try await root.global.notingNewRepository(store, context) {
      try await withProgress("publish \(table)", context) {
        try await manager.publishFeatures(
          events, definitions, table, entityKey: key, timestampColumn: time, ttl: ttl, mode: mode,
          cutoffDate: cutoff, computes: computes)
      }
    }
    context.output(
      "Published \(done.name): \(done.features.count) features × \(done.rowCount) rows from \(events.rowCount) events, "
        + "cut-off date \(done.cutoffDate).\n")
    if let outdated = done.onlineValuesOutdatedFrom {
      context.note(
        "Values that are online changed: the old ones from \(outdated) on are served until the next materialization. "
          + "materialize-incremental begins there.\n")
    }
    for (what, names) in [("Copied", done.copied), ("Computed", done.computed), ("Left out", done.omitted)] {
      if !names.isEmpty { context.output("\(what): \(names.joined(separator: ", ")).\n") }
    }
    if done.rowsAfterCutoff > 0 { context.note("\(done.rowsAfterCutoff) events after the cut-off were left out.\n") }
    if done.rowsWithoutKeyOrTime > 0 {
      context.note("\(done.rowsWithoutKeyOrTime) events without a key or a time were left out.\n")
    }
  }
}
