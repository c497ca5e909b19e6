internal import ArgumentParser
internal import FeatureStore

struct RegisterCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Write a file's rows into a feature view, making the view if it is new.")

  @ParentCommand var root: FeatureStoreCommand

  @Argument(help: "The view's name: letters, digits and underscores.", completion: .views)
  var name: String

  @Option(help: "The file with the rows, Parquet or CSV.", completion: .frames)
  var from: String

  @Option(help: "The column or columns that name an entity: COL[,COL].")
  var entityKey: String

  @Option(
    help: "The feature columns: a,b. Without it those of the view, for a new one every column but keys and times.")
  var features: String?

  @OptionGroup var columns: ColumnsOption

  @Option(help: "The column of event times. Without it event_timestamp, feature_timestamp or the only timestamp.")
  var timestampColumn: String?

  @Option(help: "The column that says when a row was written.")
  var createdColumn: String?

  @OptionGroup var ttl: TTLOptions

  @Option(
    help: "merge keeps the rows and what is declared but not said; overwrite replaces the rows and the definition.")
  var mode: WriteMode = .merge

  @OptionGroup var tags: NewTags

  @Option(help: "What the view is for.")
  var description = ""

  @Option(help: "Who answers for it.")
  var owner = ""

  @Flag(help: "Print what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "Make changes by which declared features, keys, tags or columns go, or a type or ttl becomes another.")
  var allowChanges = false

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [from] }

  func execute(_ context: CommandContext) async throws {
    let config = try config()
    let store = try root.global.store(context)
    let declared = FrameFile.isCSV(from) && mode == .merge ? try await DeclaredTypes.columns(of: name, store) : []
    let frame = try FrameFile.read(
      from, csv.options(declared, times: [timestampColumn, createdColumn]),
      try wanted(config), note: context.note)
    if let omission = config.omission(from: frame.columnNames) { context.note("\(omission)\n") }
    let mode = mode
    if dryRun {
      let plan = try await root.global.feast(context, instead: "On Databricks tables show prints what is there.")
        .planRegistration(config, frame, mode: mode)
      context.output("\(plan)\n")
      if !plan.losses.isEmpty { context.note("\(plan.refusal) This was a dry run.\n") }
      return
    }
    let allowChanges = allowChanges
    let full = try await root.global.notingNewRepository(store, context) {
      try await withProgress("register \(name)", context) {
        guard let feast = store as? FeastAdapter else {
          return try await store.registerFeatureView(config, frame, mode: mode)
        }
        return try await feast.registerFeatureView(config, frame, mode: mode) { plan in
          context.output("\(plan)\n")
          if !allowChanges, !plan.losses.isEmpty { throw FeatureStoreError(.conflict, plan.refusal) }
        }
      }
    }
    context.output("Registered \(full): \(frame.rowCount) rows from \(from).\n")
  }

  /// With features named, the other columns of the file are not read.
  private func wanted(_ config: FeatureViewConfig) throws -> WantedColumns {
    var wanted = try columns.wanted()
    if case .all = wanted.names, !config.features.isEmpty {
      let times = [timestampColumn, createdColumn].compactMap { $0 }
      wanted.names = .needed(config.entityKeys + config.features + times, times: timestampColumn == nil)
    }
    wanted.remedy += ", or the features: --features a,b"
    return wanted
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

extension RegistrationPlan {
  /// Names what would be lost, and how to allow it.
  var refusal: String {
    let lost = losses.map { "\($0)".dropFirst(2) }.joined(separator: "; ")
    return "\(name) would lose what is declared: \(lost). Nothing was written. To make these changes add "
      + "--allow-changes."
  }
}
