public import ArgumentParser
internal import FeatureStore

/// The command `featurestore`: every verb of the store, for files and scripts.
public struct FeatureStoreCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "featurestore",
    abstract: "Point-in-time correct features from a Feast repository or from Databricks.",
    discussion: "Files are Parquet or CSV, by extension. Times are ISO 8601; a date alone is midnight UTC. "
      + "Results go to standard output, everything else to standard error. "
      + "Exit code 0: done, 1: failed, 64: wrong usage.",
    version: FeatureStoreVersion.current,
    subcommands: [
      InitCommand.self, RegisterCommand.self, HistoricalCommand.self, MaterializeCommand.self,
      MaterializeIncrementalCommand.self, OnlineCommand.self, PushCommand.self, ViewsCommand.self,
      TablesCommand.self, EntitiesCommand.self, ServicesCommand.self, ServingCommand.self, ProjectsCommand.self,
      ExportDefinitionsCommand.self, FeaturesCommand.self, PublishCommand.self, CutoffCommand.self,
      TrainingCommand.self, LeakageCommand.self, TeardownCommand.self, DataCommand.self, DoctorCommand.self,
    ])

  @OptionGroup var global: GlobalOptions

  public init() {}

  /// Runs one command line and returns its exit code: 0, 1 for a failure, 64 for wrong usage.
  public static func run(_ arguments: [String], _ context: CommandContext) async -> Int32 {
    var reader: (any FrameReadingCommand)?
    do {
      var command = try parseAsRoot(arguments)
      reader = command as? any FrameReadingCommand
      if let verb = command as? any StoreCommand {
        try await verb.execute(context)
      } else {
        try command.run()
      }
      return 0
    } catch let failure as any FailureWithRemedy {
      let hint = reader.flatMap { $0.csv.hint(failure, files: $0.frameFiles) }.map { " \($0)" } ?? ""
      context.note("featurestore: \(CommandWords.spelled("\(failure)\(hint)"))\n")
      return 1
    } catch {
      let code = exitCode(for: error).rawValue
      let path = CommandPath(arguments)
      let text = fullMessage(for: error, columns: context.outputWidth)
      if code == 0 {
        context.output(HelpText.completed(text, path, columns: context.outputWidth) + "\n")
      } else {
        context.note(HelpText.withSuggestion(text, path) + "\n")
      }
      return code
    }
  }
}

/// A verb: options parsed by ArgumentParser, work done with a context.
protocol StoreCommand: ParsableCommand {
  func execute(_ context: CommandContext) async throws
}

/// Errors whose text is written for people: what happened, and what to do.
protocol FailureWithRemedy: Error, CustomStringConvertible {}
extension FeatureStoreError: FailureWithRemedy {}
extension DataFrameError: FailureWithRemedy {}
extension ParquetError: FailureWithRemedy {}
