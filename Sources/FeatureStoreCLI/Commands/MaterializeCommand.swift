internal import ArgumentParser
internal import FeatureStore

struct MaterializeCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "materialize", abstract: "Copy the newest row per entity in a time interval to the online store.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The start of the interval, inclusive.")
  var from: String

  @Option(help: "The end of the interval, inclusive.")
  var to: String

  @Option(help: "A view to materialize; can be given several times. Without it all views.", completion: .views)
  var view: [String] = []

  func execute(_ context: CommandContext) async throws {
    let store = try root.global.store(context)
    let (views, start, end) = (view, FeatureDate(from), FeatureDate(to))
    let done = try await withProgress("materialize", context) {
      try await store.materialize(featureViews: views, startDate: start, endDate: end)
    }
    report(done, context)
  }
}

struct MaterializeIncrementalCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "materialize-incremental", abstract: "Materialize from where each view's last materialization ended.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The end of the interval, inclusive.")
  var to: String

  @Option(help: "A view to materialize; can be given several times. Without it all views.", completion: .views)
  var view: [String] = []

  func execute(_ context: CommandContext) async throws {
    let store = try root.global.store(context)
    let (views, end) = (view, FeatureDate(to))
    let done = try await withProgress("materialize-incremental", context) {
      try await store.materializeIncremental(featureViews: views, endDate: end)
    }
    report(done, context)
  }
}

/// Prints a line a view, and a note where rows had to be left out.
private func report(_ views: [MaterializedView], _ context: CommandContext) {
  for view in views {
    context.output("Materialized \(view.view): \(view.entities) entities, \(view.start) to \(view.end).\n")
    if view.entities == 0, let times = view.rowTimes {
      context.note(
        "\(view.view): no row lies between \(view.start) and \(view.end); its rows are from \(times.lowerBound) to "
          + "\(times.upperBound).\n")
    }
    if view.rowsWithoutKey > 0 {
      context.note("\(view.view): \(view.rowsWithoutKey) rows without an entity key were left out.\n")
    }
  }
  if views.isEmpty { context.note("There is no view to materialize. Register one first.\n") }
}
