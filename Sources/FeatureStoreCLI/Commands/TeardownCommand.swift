internal import ArgumentParser
internal import FeatureStore

struct TeardownCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "teardown",
    abstract: "Remove all objects of the project from the registry and drop its online tables.",
    discussion: "Data files, feature_store.yaml, the registry file and other projects in it stay. There is no way back."
  )

  @ParentCommand var root: FeatureStoreCommand

  @Flag(help: "Do it. Without this nothing is removed.")
  var yes = false

  func execute(_ context: CommandContext) async throws {
    let store = try root.global.feast(context, instead: "On Databricks delete views with views delete.")
    guard yes else {
      let views = try await store.listFeatureViews()
      throw FeatureStoreError(
        .invalidArgument,
        "teardown would remove \(views.count) views with their online values from \(store.absoluteRepoPath), for good; data files "
          + "stay. Nothing was removed: add --yes to do it.")
    }
    let done = try await store.teardown()
    context.output(
      "Removed \(done.views.count) views and \(done.otherObjects) other objects of project \(done.project), and "
        + "\(done.tables.count) online tables. Data files stay.\n")
  }
}
