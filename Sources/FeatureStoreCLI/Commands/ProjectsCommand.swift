internal import ArgumentParser
internal import FeatureStore

struct ProjectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "projects", abstract: "List or show the projects that share the repository's registry.",
    subcommands: [List.self, Show.self])

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the projects.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption
    @OptionGroup var tags: TagOptions

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.feast(
        context, instead: "On Databricks a schema takes the place of a project: --schema.")
      try root.global.requireRepository(store)
      let projects = try tags.filter(await store.listProjects()) { $0.tags }
      let columns: [(name: String, column: Column)] = [
        ("project", .string(projects.map(\.name))), ("current", .string(projects.map { $0.isCurrent ? "yes" : "no" })),
        ("entities", .int64(projects.map { Int64($0.entities) })), ("views", .int64(projects.map { Int64($0.views) })),
        ("services", .int64(projects.map { Int64($0.services) })),
      ]
      context.output(
        try Listing(columns: columns, items: projects.map(\.json)).text(format.format, width: context.outputWidth))
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one project.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    @Argument(help: "The project's name.")
    var name: String

    func execute(_ context: CommandContext) async throws {
      let project = try await root.global.feast(
        context, instead: "On Databricks a schema takes the place of a project: --schema."
      ).project(name)
      context.output(format.text(project.json, project.card))
    }
  }
}

extension ProjectSummary {
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("current", .bool(isCurrent)), ("entities", .number("\(entities)")),
      ("views", .number("\(views)")), ("services", .number("\(services)")), ("tags", tags.json),
      ("description", .string(description)), ("owner", .string(owner)),
    ])
  }

  fileprivate var card: Card {
    Card([
      ("project", name), ("current", isCurrent ? "yes" : "no"), ("entities", "\(entities)"), ("views", "\(views)"),
      ("services", "\(services)"), ("tags", tags.pairsText), ("description", description), ("owner", owner),
    ])
  }
}
