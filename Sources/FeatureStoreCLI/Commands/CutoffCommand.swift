internal import ArgumentParser
internal import FeatureStore

struct CutoffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cutoff", abstract: "Show or move the one cut-off date of all published tables.",
    subcommands: [Show.self, Move.self])

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the date after which no published table has a row, and the tables.")
    @ParentCommand var root: FeatureStoreCommand
    @OptionGroup var format: FormatOption

    func execute(_ context: CommandContext) async throws {
      let manager = FeatureStoreManager(backend: try root.global.store(context))
      let (date, tables) = (try await manager.cutoffDate(), try await manager.tablesWithCutoffDate())
      switch format.format {
      case .json:
        let object: [(String, JSONText)] = [
          ("cutoff_date", .optional(date?.description)), ("tables", .array(tables.map(JSONText.string))),
        ]
        context.output(JSONText.object(object).text + "\n")
      case .table:
        context.output(date.map { "\($0): \(tables.joined(separator: ", "))\n" } ?? "No table was published yet.\n")
      case .tsv:
        let columns: [(name: String, column: Column)] = [
          ("table", .string(tables)), ("cutoff date", .string(tables.map { _ in date?.description })),
        ]
        context.output(try Listing(columns: columns, items: tables.map(JSONText.string)).text(.tsv))
      }
    }
  }

  struct Move: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: "Move the date for all published tables at once.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The new date, ISO 8601.")
    var time: String

    @Flag(help: "Take rows after an earlier date out of their tables; older versions of a table keep them.")
    var dropLaterRows = false

    func execute(_ context: CommandContext) async throws {
      let manager = FeatureStoreManager(backend: try root.global.store(context))
      let tables = try await manager.setCutoffDate(FeatureDate(time), droppingLaterRows: dropLaterRows)
      let date = try FeatureDate(time).timestamp()
      context.output("The cut-off date is \(date): \(tables.joined(separator: ", ")).\n")
    }
  }
}
