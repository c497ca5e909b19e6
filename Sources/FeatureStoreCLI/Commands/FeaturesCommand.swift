public import ArgumentParser
public import FeatureStore

extension FeatureComputationType: ExpressibleByArgument {}
extension LeakageRisk: ExpressibleByArgument {}

struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features", abstract: "List, show or check the feature definitions of a registry file.",
    subcommands: [List.self, Show.self, Validate.self])

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the features of a registry file.")
    @OptionGroup var format: FormatOption

    @Argument(help: "The registry's JSON file.", completion: .json)
    var file: String

    @Option(help: "Only features of this computation type.")
    var type: FeatureComputationType?

    @Option(help: "Only features of this entity key.")
    var entityKey: String?

    @Option(help: "Only features of this leakage risk: low, medium or high.")
    var risk: LeakageRisk?

    func execute(_ context: CommandContext) async throws {
      let features = try FeatureRegistry.load(file).features.filter { (feature: TemporalFeatureDefinition) -> Bool in
        (type ?? feature.computationType) == feature.computationType
          && (entityKey ?? feature.entityKey) == feature.entityKey
          && (risk ?? feature.leakageRisk) == feature.leakageRisk
      }
      context.output(try listing(features).text(format.format, width: context.outputWidth))
    }

    private func listing(_ features: [TemporalFeatureDefinition]) -> Listing {
      let columns: [(name: String, column: Column)] = [
        ("feature", .string(features.map(\.name))), ("entity key", .string(features.map(\.entityKey))),
        ("computation", .string(features.map(\.computation))), ("type", .string(features.map(\.dataType))),
        ("leakage risk", .string(features.map(\.leakageRisk.rawValue))),
      ]
      return Listing(columns: columns, items: features.map(\.summary))
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one feature of a registry file.")
    @OptionGroup var format: FormatOption

    @Argument(help: "The registry's JSON file.", completion: .json)
    var file: String

    @Argument(help: "The feature's name.")
    var name: String

    func execute(_ context: CommandContext) async throws {
      let feature = try FeatureRegistry.load(file).feature(name)
      context.output(format.text(feature.summary, feature.card))
    }
  }

  struct Validate: FrameReadingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a registry file, and with --data whether its features can be published from a file.",
      discussion: """
        Lists all that is wrong, a line for each; publish would refuse it. Without --data it checks what needs none: \
        formulas, circles, data types, fill values, aggregations, entity keys. The exit code is 1 when something is wrong.
        """)

    @Argument(help: "The registry's JSON file.", completion: .json)
    var file: String

    @Option(help: "The file to be published: events or finished features, Parquet or CSV.")
    var data: String?

    @Option(help: "The table to be published to.")
    var table = FeatureStoreManager.defaultTable

    @Option(help: "The column of entities, as for publish.")
    var entityKey: String?

    @Option(help: "The column of event times, as for publish.")
    var timestampColumn: String?

    @Option(help: "Events after this time are left out, as for publish. Without it now.")
    var cutoffDate: String?

    @Option(help: "missing, all or none, as for publish.")
    var computes: ComputedColumns = .missing

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [data].compactMap { $0 } }

    func execute(_ context: CommandContext) async throws {
      var faults: [String] = []
      let registry = try FeatureRegistry.load(file) { faults.append($0.message) }
      let events = try data.map { try FrameFile.read($0, csv.options(times: [timestampColumn])) }
      // A registry of which nothing could be read has no more to say.
      if registry.count > 0 || faults.isEmpty {
        faults += registry.faults(
          events, table: table, entityKey: entityKey, timestampColumn: timestampColumn,
          cutoffDate: cutoffDate.map { FeatureDate($0) }, computes: computes
        ).map { "\($0)" }
      }
      for fault in faults { context.output("\(CommandWords.spelled(fault))\n") }
      guard faults.isEmpty else {
        let what = faults.count == 1 ? "thing is" : "things are"
        throw FeatureStoreError(.invalidArgument, "\(faults.count) \(what) wrong in \(file). Mend what is listed.")
      }
      let groups = "\(registry.count) features in \(registry.groups.count) groups"
      context.output(
        data.map { "All \(registry.count) features can be published from \($0).\n" } ?? "\(file): \(groups).\n")
    }
  }
}

extension TemporalFeatureDefinition {
  /// How the value comes about, in a few words.
  fileprivate var computation: String {
    let sources = sourceColumns.joined(separator: ", ")
    switch computationType {
    case .passthrough: return sources.isEmpty || sources == name ? "passthrough" : "passthrough of \(sources)"
    case .aggregation: return "\(aggregation?.rawValue ?? "?") of \(sources.isEmpty ? "events" : sources)"
    case .window:
      return "\(aggregation?.rawValue ?? "?") of \(sources.isEmpty ? "events" : sources) in \(windowDays ?? 0) days"
    case .derived: return derivationFormula ?? ""
    case .ratio: return sourceColumns.joined(separator: " / ")
    case .interaction: return sourceColumns.joined(separator: " × ")
    }
  }

  fileprivate var summary: JSONText {
    .object([
      ("name", .string(name)), ("description", .string(description)), ("entity_key", .string(entityKey)),
      ("timestamp_column", .string(timestampColumn)), ("source_columns", .array(sourceColumns.map(JSONText.string))),
      ("computation_type", .string(computationType.rawValue)), ("aggregation", .optional(aggregation?.rawValue)),
      ("window_days", windowDays.map { .number(String($0)) } ?? .null),
      ("derivation_formula", .optional(derivationFormula)), ("data_type", .string(dataType)),
      ("fill_value", fillValue.map { JSONText($0) } ?? .null), ("leakage_risk", .string(leakageRisk.rawValue)),
      ("leakage_notes", .optional(leakageNotes)), ("created_at", .optional(createdAt)),
      ("version", .number(String(version))),
    ])
  }

  /// The feature, a line for each thing known about it.
  fileprivate var card: Card {
    Card([
      ("feature", name), ("description", description), ("entity key", entityKey), ("timestamp", timestampColumn),
      ("computation", computation), ("type", dataType), ("fill value", fillValue?.description ?? "none"),
      ("leakage risk", leakageRisk.rawValue + (leakageNotes.map { " (\($0))" } ?? "")),
      ("tags", tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")),
      ("created", createdAt ?? ""), ("version", String(version)),
    ])
  }
}
