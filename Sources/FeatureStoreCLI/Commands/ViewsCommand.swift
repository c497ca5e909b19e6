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
    @OptionGroup var tags: TagOptions

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.store(context)
      try root.global.requireRepository(store)
      let views = try tags.filter(await store.listFeatureViews()) { $0.tags }
      context.output(
        try Listing(columns: columns(views), items: views.map(\.json)).text(format.format, width: context.outputWidth))
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one feature view.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    @Argument(help: "The view's name.", completion: .views)
    var name: String

    func execute(_ context: CommandContext) async throws {
      let view = try await root.global.store(context).featureView(name)
      context.output(format.text(view.json, view.card))
    }
  }

  struct Delete: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a feature view and its online values; its data files stay.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The view's name.", completion: .views)
    var name: String

    @OptionGroup var removal: ViewRemovalOptions

    func execute(_ context: CommandContext) async throws {
      try await removal.delete(name, withRows: false, try root.global.store(context), context)
      context.output("Deleted \(name).\n")
    }
  }
}

/// How a view goes that feature services may name.
struct ViewRemovalOptions: ParsableArguments {
  @Flag(help: "Take the view out of the feature services that name it; one that has no other view goes as well.")
  var fromServices = false

  func delete(
    _ name: String, withRows: Bool, _ store: any FeatureStoreAdapter, _ context: CommandContext
  ) async throws {
    guard let feast = store as? FeastAdapter else {
      return withRows ? try await store.deleteTable(name) : try await store.deleteFeatureView(name)
    }
    let removals =
      withRows
      ? try await feast.deleteTable(name, fromServices: fromServices)
      : try await feast.deleteFeatureView(name, fromServices: fromServices)
    for service in removals.changed { context.output("Took \(name) out of the feature service \(service).\n") }
    for service in removals.removed {
      context.output("Deleted the feature service \(service), which had no other view.\n")
    }
  }
}

private func columns(_ views: [FeatureViewSummary]) -> [(name: String, column: Column)] {
  [
    ("view", .string(views.map(\.name))),
    ("kind", .string(views.map(\.kind))),
    ("entity keys", .string(views.map { $0.entityKeys.map(\.name).joined(separator: ", ") })),
    ("features", .int64(views.map { Int64($0.features.count) })),
    ("ttl", .string(views.map(\.ttl.ttlPhrase))),
    ("materialized until", .string(views.map { $0.materializedUntil?.description ?? "never" })),
  ]
}

extension FeatureViewSummary {
  fileprivate var json: JSONText {
    func fields(_ fields: [Field]) -> JSONText {
      .array(fields.map { .object([("name", .string($0.name)), ("type", .string($0.type))]) })
    }
    return .object([
      ("name", .string(name)), ("kind", .string(kind)), ("entity_keys", fields(entityKeys)),
      ("features", fields(features)), ("ttl_seconds", ttl.map { .number($0.decimalSeconds) } ?? .null),
      ("timestamp_column", .string(timestampColumn)), ("created_timestamp_column", .optional(createdTimestampColumn)),
      ("source", .string(source)), ("online", .bool(isOnline)),
      ("tags", tags.json),
      ("description", .string(description)), ("owner", .string(owner)),
      ("materialized_until", .optional(materializedUntil?.description)), ("limitation", .optional(limitation)),
    ])
  }

  /// The view, a line for each thing known about it.
  fileprivate var card: Card {
    func fields(_ fields: [Field]) -> String { fields.map { "\($0.name) (\($0.type))" }.joined(separator: ", ") }
    return Card([
      ("view", name), ("kind", kind), ("entity keys", fields(entityKeys)), ("features", fields(features)),
      ("ttl", ttl.ttlPhrase), ("timestamp", timestampColumn), ("created", createdTimestampColumn ?? "none"),
      ("source", source), ("online", isOnline ? "yes" : "no"), ("tags", tags.pairsText), ("description", description),
      ("owner", owner), ("materialized", materializedUntil.map { "until \($0)" } ?? "never"),
      ("not readable", limitation ?? ""),
    ])
  }
}
