internal import ArgumentParser
internal import FeatureStore

struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables", abstract: "List, show, read or delete the tables of feature views.",
    subcommands: [List.self, Show.self, Read.self, Delete.self, Vacuum.self])

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the tables.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.store(context)
      try root.global.requireRepository(store)
      let names = try await store.listTables()
      let items = names.map { JSONText.object([("name", .string($0))]) }
      context.output(
        try Listing(columns: [("table", .string(names))], items: items).text(format.format, width: context.outputWidth))
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show a table: its columns, rows and versions.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    @Argument(help: "The table's name.", completion: .views)
    var name: String

    func execute(_ context: CommandContext) async throws {
      let table = try await root.global.store(context).getTableMetadata(name)
      context.output(format.text(table.json, table.card))
    }
  }

  struct Read: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Write the rows of a table to a file.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The table's name.", completion: .views)
    var name: String

    @Option(help: "The file to write: Parquet or CSV, by extension.", completion: .frames)
    var output: String

    @Option(help: "A version that `tables show` lists; without it, the newest.")
    var version: Int64?

    func execute(_ context: CommandContext) async throws {
      try FrameFile.check(output)
      let store = try root.global.store(context)
      try ResultFile.check(output, inputs: [], store)
      let frame = try await withProgress("Reading", context) { [name, version] in
        try await store.readTable(name, version: version)
      }
      try FrameFile.write(frame, to: output)
      context.output("Wrote \(frame.rowCount) rows of \(name) to \(output).\n")
    }
  }

  struct Delete: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a feature view, its online values and all its rows; there is no way back.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The table's name.", completion: .views)
    var name: String

    @OptionGroup var removal: ViewRemovalOptions

    @Flag(help: "Do it. Without this nothing is removed.")
    var yes = false

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.store(context)
      guard yes else {
        let table = try await store.getTableMetadata(name)
        throw FeatureStoreError(
          .invalidArgument,
          "tables delete would remove '\(name)' with its \(table.rowCount) rows, in all versions, and its online values, for "
            + "good. Nothing was removed: add --yes to do it.", context: .init(view: name))
      }
      try await removal.delete(name, withRows: true, store, context)
      context.output("Deleted \(name) and its rows.\n")
    }
  }

  struct Vacuum: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove the files of all but the newest versions of a table (Feast only).")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The table's name.", completion: .views)
    var name: String

    @Option(help: "How many versions stay, at least 1.")
    var keep: Int

    func execute(_ context: CommandContext) async throws {
      let removed = try await root.global.feast(
        context, instead: "Databricks vacuums tables by itself, or with VACUUM in SQL."
      ).vacuumTable(name, keepingVersions: keep)
      let numbers = removed.isEmpty ? "" : ": " + removed.map(String.init).joined(separator: ", ")
      context.output("Removed \(removed.count) versions of \(name)\(numbers).\n")
    }
  }
}

extension TableMetadata {
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("rows", .number(String(rowCount))),
      ("columns", .array(columns.map { .object([("name", .string($0.name)), ("type", .string($0.type))]) })),
      ("entity_keys", view.entityKeys.map(\.name).json), ("timestamp_column", .string(view.timestampColumn)),
      ("created_timestamp_column", .optional(view.createdTimestampColumn)), ("source", .string(view.source)),
      (
        "versions",
        .array(
          versions.map {
            .object([
              ("version", .number(String($0.number))), ("written_at", .optional($0.writtenAt?.description)),
            ])
          })
      ),
    ])
  }

  /// The table, a line for each thing known about it and for each version.
  fileprivate var card: Card {
    let written = versions.map { (version: Version) -> (name: String, value: String) in
      ("version", "\(version.number)" + (version.writtenAt.map { ", written \($0)" } ?? ""))
    }
    return Card(
      [
        ("table", name), ("rows", "\(rowCount)"),
        ("columns", columns.map { "\($0.name) (\($0.type))" }.joined(separator: ", ")),
        ("entity keys", view.entityKeys.map(\.name).joined(separator: ", ")), ("timestamp", view.timestampColumn),
        ("created", view.createdTimestampColumn ?? "none"), ("source", view.source),
      ] + written)
  }
}
