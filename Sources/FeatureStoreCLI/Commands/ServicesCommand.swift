internal import ArgumentParser
internal import FeatureStore

struct ServicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "services", abstract: "List, show, register or delete feature services: the features of one model.",
    subcommands: [List.self, Show.self, ServicesRegisterCommand.self, Delete.self])

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the feature services.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption
    @OptionGroup var tags: TagOptions

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.store(context)
      try root.global.requireRepository(store)
      let services = try tags.filter(await serving(store).listFeatureServices()) { $0.tags }
      let columns: [(name: String, column: Column)] = [
        ("service", .string(services.map(\.name))),
        ("views", .string(services.map { $0.features.map(\.view).joined(separator: ", ") })),
        ("features", .int64(services.map { Int64($0.features.reduce(0) { $0 + $1.features.count }) })),
      ]
      context.output(
        try Listing(columns: columns, items: services.map(\.json)).text(format.format, width: context.outputWidth))
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one feature service.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    @Argument(help: "The service's name.", completion: .services)
    var name: String

    func execute(_ context: CommandContext) async throws {
      let service = try await serving(root.global.store(context)).featureService(name)
      context.output(format.text(service.json, service.card))
    }
  }

  struct Delete: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a feature service; its views stay.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The service's name.", completion: .services)
    var name: String

    func execute(_ context: CommandContext) async throws {
      try await serving(root.global.store(context)).deleteFeatureService(name)
      context.output("Deleted \(name).\n")
    }
  }
}

extension FeatureServiceConfig {
  fileprivate var json: JSONText {
    let projections = features.map { (projection: FeatureProjection) -> JSONText in
      .object([
        ("view", .string(projection.view)), ("features", projection.features.json),
        ("alias", .optional(projection.alias)), ("join_key_map", projection.joinKeyMap.json),
      ])
    }
    return .object([
      ("name", .string(name)), ("features", .array(projections)), ("tags", tags.json),
      ("description", .string(description)), ("owner", .string(owner)),
    ])
  }

  fileprivate var card: Card {
    let projections = features.map { (projection: FeatureProjection) -> (name: String, value: String) in
      let alias = projection.alias.map { " as \($0)" } ?? ""
      let keys = projection.joinKeyMap.isEmpty ? "" : ", keys \(projection.joinKeyMap.pairsText)"
      return ("view", "\(projection.view)\(alias): \(projection.features.joined(separator: ", "))\(keys)")
    }
    return Card(
      [("service", name)] + projections + [("tags", tags.pairsText), ("description", description), ("owner", owner)])
  }
}
