internal import ArgumentParser
internal import FeatureStore

struct RegisterCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Write a file's rows into a feature view, making the view if it is new.")

  @ParentCommand var root: FeatureStoreCommand

  @Argument(help: "The view's name: letters, digits and underscores.")
  var name: String

  @Option(help: "The file with the rows, Parquet or CSV.")
  var from: String

  @Option(help: "The column or columns that name an entity: COL[,COL].")
  var entityKey: String

  @Option(help: "The feature columns: a,b. Without it every column that is neither key nor timestamp.")
  var features: String?

  @Option(help: "The column of event times. Without it event_timestamp, feature_timestamp or the only timestamp.")
  var timestampColumn: String?

  @Option(help: "The column that says when a row was written.")
  var createdColumn: String?

  @OptionGroup var ttl: TTLOptions

  @Option(help: "merge keeps the rows that are there, overwrite replaces them.")
  var mode: WriteMode = .merge

  @OptionGroup var tags: NewTags

  @Option(help: "What the view is for.")
  var description = ""

  @Option(help: "Who answers for it.")
  var owner = ""

  @Flag(help: "Print what would change, and change nothing.")
  var dryRun = false

  func execute(_ context: CommandContext) async throws {
    let config = try config()
    let frame = try FrameFile.read(from)
    let mode = mode
    if dryRun {
      let plan = try await root.global.feast(context, instead: "On Databricks tables show prints what is there.")
        .planRegistration(config, frame, mode: mode)
      context.output("\(plan)\n")
      return
    }
    let store = try root.global.store(context)
    let full = try await withProgress("register \(name)", context) {
      try await store.registerFeatureView(config, frame, mode: mode)
    }
    context.output("Registered \(full): \(frame.rowCount) rows from \(from).\n")
  }

  private func config() throws -> FeatureViewConfig {
    let config = FeatureViewConfig(
      name: name, entityKeys: try commaSeparated(entityKey, "--entity-key"),
      features: try features.map { try commaSeparated($0, "--features") } ?? [], ttl: ttl.duration,
      tags: try tags.dictionary(), timestampColumn: timestampColumn, createdTimestampColumn: createdColumn,
      description: description, owner: owner)
    try config.validate()
    return config
  }
}
