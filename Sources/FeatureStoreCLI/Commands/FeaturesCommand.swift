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

    @Argument(help: "The registry's JSON file.")
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
      switch format.format {
      case .json: context.output(JSONText.array(features.map(\.summary)).text + "\n")
      case .table: context.output(try table(features) + "\n")
      }
    }

    private func table(_ features: [TemporalFeatureDefinition]) throws -> String {
      let columns: [(name: String, column: Column)] = [
        ("feature", .string(features.map(\.name))), ("entity key", .string(features.map(\.entityKey))),
        ("computation", .string(features.map(\.computation))), ("type", .string(features.map(\.dataType))),
        ("leakage risk", .string(features.map(\.leakageRisk.rawValue))),
      ]
      return try DataFrame(columns: columns).table(maxRows: features.count, maxCellWidth: 60, details: false)
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one feature of a registry file.")
    @OptionGroup var format: FormatOption

    @Argument(help: "The registry's JSON file.")
    var file: String

    @Argument(help: "The feature's name.")
    var name: String

    func execute(_ context: CommandContext) async throws {
      let feature = try FeatureRegistry.load(file).feature(name)
      context.output(format.format == .json ? feature.summary.text + "\n" : feature.card)
    }
  }

  struct Validate: FrameReadingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a registry file, and with --data whether its features can be computed from a file of events.")

    @Argument(help: "The registry's JSON file.")
    var file: String

    @Option(help: "A file of events, Parquet or CSV.")
    var data: String?

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [data].compactMap { $0 } }

    func execute(_ context: CommandContext) async throws {
      let registry = try FeatureRegistry.load(file)
      guard let data else {
        context.output("\(file): \(registry.count) features in \(registry.groups.count) groups.\n")
        return
      }
      let frame = try FrameFile.read(data, csv.options())
      let missing = registry.validate(columns: frame.columnNames)
      for name in registry.featureNames {
        guard let columns = missing[name] else { continue }
        context.output("\(name): no column \(columns.joined(separator: ", "))\n")
      }
      guard missing.isEmpty else {
        throw FeatureStoreError(
          .columnNotFound, "\(missing.count) of \(registry.count) features lack columns in \(data).")
      }
      for key in Set(registry.features.map(\.entityKey)).sorted() {
        _ = try FeatureComputation(registry, entityKey: key).run(frame.head(0))
      }
      context.output("All \(registry.count) features can be computed from \(data).\n")
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
  fileprivate var card: String {
    let lines: [(String, String)] = [
      ("feature", name), ("description", description), ("entity key", entityKey), ("timestamp", timestampColumn),
      ("computation", computation), ("type", dataType), ("fill value", fillValue?.description ?? "none"),
      ("leakage risk", leakageRisk.rawValue + (leakageNotes.map { " (\($0))" } ?? "")),
      ("tags", tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")),
      ("created", createdAt ?? ""), ("version", String(version)),
    ]
    return lines.filter { !$0.1.isEmpty }.map { (name: String, value: String) -> String in
      name + String(repeating: " ", count: 14 - name.count) + value + "\n"
    }.joined()
  }
}
