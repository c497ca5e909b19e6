internal import ArgumentParser
internal import FeatureStore

struct ViewsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "views", abstract: "List, show or delete feature views.",
    subcommands: [List.self, Show.self, Delete.self])

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the feature views.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    func execute(_ context: CommandContext) async throws {
      let views = try await root.global.store(context).listFeatureViews()
      switch format.format {
      case .json: context.output(JSONText.array(views.map(\.json)).text + "\n")
      case .table: context.output(try summaryTable(views) + "\n")
      }
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one feature view.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    @Argument(help: "The view's name.")
    var name: String

    func execute(_ context: CommandContext) async throws {
      let view = try await root.global.store(context).featureView(name)
      switch format.format {
      case .json: context.output(view.json.text + "\n")
      case .table: context.output(view.card)
      }
    }
  }

  struct Delete: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a feature view and its online values; its data files stay.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The view's name.")
    var name: String

    func execute(_ context: CommandContext) async throws {
      try await root.global.store(context).deleteFeatureView(name)
      context.output("Deleted \(name).\n")
    }
  }
}

private func summaryTable(_ views: [FeatureViewSummary]) throws -> String {
  let columns: [(name: String, column: Column)] = [
    ("view", .string(views.map(\.name))),
    ("kind", .string(views.map(\.kind))),
    ("entity keys", .string(views.map { $0.entityKeys.map(\.name).joined(separator: ", ") })),
    ("features", .int64(views.map { Int64($0.features.count) })),
    ("ttl", .string(views.map(\.ttlText))),
    ("materialized until", .string(views.map { $0.materializedUntil?.description ?? "never" })),
  ]
  return try DataFrame(columns: columns).table(maxRows: views.count, details: false)
}

extension FeatureViewSummary {
  fileprivate var ttlText: String {
    guard let ttlSeconds else { return "no limit" }
    return ttlSeconds % 86_400 == 0 ? "\(ttlSeconds / 86_400) days" : "\(ttlSeconds) seconds"
  }

  fileprivate var json: JSONText {
    func fields(_ fields: [Field]) -> JSONText {
      .array(fields.map { .object([("name", .string($0.name)), ("type", .string($0.type))]) })
    }
    return .object([
      ("name", .string(name)), ("kind", .string(kind)), ("entity_keys", fields(entityKeys)),
      ("features", fields(features)), ("ttl_seconds", ttlSeconds.map { .number(String($0)) } ?? .null),
      ("timestamp_column", .string(timestampColumn)), ("created_timestamp_column", .optional(createdTimestampColumn)),
      ("source", .string(source)), ("online", .bool(isOnline)),
      ("tags", .object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      ("description", .string(description)), ("owner", .string(owner)),
      ("materialized_until", .optional(materializedUntil?.description)),
    ])
  }

  /// The view, a line for each thing known about it.
  fileprivate var card: String {
    func fields(_ fields: [Field]) -> String { fields.map { "\($0.name) (\($0.type))" }.joined(separator: ", ") }
    let lines: [(String, String)] = [
      ("view", name), ("kind", kind), ("entity keys", fields(entityKeys)), ("features", fields(features)),
      ("ttl", ttlText), ("timestamp", timestampColumn), ("created", createdTimestampColumn ?? "none"),
      ("source", source), ("online", isOnline ? "yes" : "no"),
      ("tags", tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")),
      ("description", description), ("owner", owner),
      ("materialized", materializedUntil.map { "until \($0)" } ?? "never"),
    ]
    return lines.filter { !$0.1.isEmpty }.map { (name: String, value: String) -> String in
      name + String(repeating: " ", count: 14 - name.count) + value + "\n"
    }.joined()
  }
}
