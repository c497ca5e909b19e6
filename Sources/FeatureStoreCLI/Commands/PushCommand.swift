internal import ArgumentParser
internal import FeatureStore

struct PushCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Write a file's rows to the views of a push source, or to the view of that name.")

  @ParentCommand var root: FeatureStoreCommand

  @Argument(help: "The push source, or the view.", completion: .views)
  var name: String

  @Option(help: "The file with the rows, Parquet or CSV: keys, times and all features.", completion: .frames)
  var from: String

  @Option(help: "Where the rows go: online, offline or online_and_offline.")
  var to: PushTarget = .online

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [from] }

  func execute(_ context: CommandContext) async throws {
    let store = try root.global.feast(context, instead: "On Databricks use register, then materialize.")
    let declared = FrameFile.isCSV(from) ? try await DeclaredTypes.columns(of: name, store) : []
    let frame = try FrameFile.read(from, csv.options(declared))
    let (name, target) = (name, to)
    try await withProgress("push \(name)", context) { try await store.push(name, frame, to: target) }
    if target.isOnline {
      for feature in try await store.unreadableFeatures(pushSource: name) { context.note("Not written: \(feature)\n") }
    }
    context.output("Pushed \(frame.rowCount) rows from \(from) to \(name), \(target.rawValue).\n")
  }
}
