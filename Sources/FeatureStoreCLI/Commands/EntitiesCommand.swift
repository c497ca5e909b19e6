internal import ArgumentParser
internal import FeatureStore

struct EntitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entities", abstract: "List or show entities: what the rows of views are about.",
    subcommands: [List.self, Show.self])

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the entities.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption
    @OptionGroup var tags: TagOptions

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.feast(context, instead: "On Databricks views show prints the entity keys.")
      try root.global.requireRepository(store)
      let entities = try tags.filter(await store.listEntities()) { $0.tags }
      let columns: [(name: String, column: Column)] = [
        ("entity", .string(entities.map(\.name))), ("join key", .string(entities.map(\.joinKey))),
        ("type", .string(entities.map(\.type))),
        ("views", .string(entities.map { $0.views.joined(separator: ", ") })),
      ]
      context.output(
        try Listing(columns: columns, items: entities.map(\.json)).text(format.format, width: context.outputWidth))
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one entity.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    @Argument(help: "The entity's name.", completion: .entities)
    var name: String

    func execute(_ context: CommandContext) async throws {
      let entity = try await root.global.feast(context, instead: "On Databricks views show prints the entity keys.")
        .entity(name)
      context.output(format.text(entity.json, entity.card))
    }
  }
}

extension EntitySummary {
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("join_key", .string(joinKey)), ("type", .string(type)), ("views", views.json),
      ("tags", tags.json), ("description", .string(description)), ("owner", .string(owner)),
    ])
  }

  fileprivate var card: Card {
    Card([
      ("entity", name), ("join key", "\(joinKey) (\(type))"), ("views", views.joined(separator: ", ")),
      ("tags", tags.pairsText), ("description", description), ("owner", owner),
    ])
  }
}
