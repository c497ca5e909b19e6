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
    try await reporting(context) {
      try await withProgress("materialize", context) {
        try await store.materialize(featureViews: views, startDate: start, endDate: end)
      }
    }
    if views.isEmpty { try await noteViewsOfFeast(store, context) }
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
    try await reporting(context) {
      try await withProgress("materialize-incremental", context) {
        try await store.materializeIncremental(featureViews: views, endDate: end)
      }
    }
    if views.isEmpty { try await noteViewsOfFeast(store, context) }
  }
}

/// Reports what was materialized, also when some views failed: that is thrown on.
private func reporting(_ context: CommandContext, _ run: () async throws -> [MaterializedView]) async throws {
  do {
    report(try await run(), context)
  } catch let error as FeatureStoreError {
    if let failure = error.underlying as? MaterializationFailure, !failure.done.isEmpty {
      report(failure.done, context)
    }
    throw error
  }
}

/// Names the views that Feast's own command would materialize as well.
private func noteViewsOfFeast(_ store: any FeatureStoreAdapter, _ context: CommandContext) async throws {
  let others = try await store.listFeatureViews().filter { $0.isOnline && $0.limitation != nil }
  for view in others where ["on-demand feature view", "stream feature view"].contains(view.kind) {
    context.note("\(view.name): a \(view.kind) is materialized by Python Feast only, and was left as it is.\n")
  }
}

/// Prints a line a view, and a note where something had to be left out.
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
    for feature in view.skippedFeatures { context.note("Not written: \(feature)\n") }
    for note in view.notes { context.note("\(view.view): \(note)\n") }
  }
  if views.isEmpty { context.note("There is no view to materialize. Register one first.\n") }
}
