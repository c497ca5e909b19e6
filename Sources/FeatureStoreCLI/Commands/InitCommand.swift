internal import ArgumentParser
internal import FeatureStore

struct InitCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a Feast repository: feature_store.yaml and its data folder.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(help: "The project's name: letters, digits and underscores.")
  var project = "feature_store"

  func execute(_ context: CommandContext) async throws {
    guard case .feast(let repoPath) = try root.global.detection(context).choice else {
      throw FeatureStoreError(.notSupported, "init makes a local repository. Add --backend feast.")
    }
    let wasThere = try FeastAdapter(repoPath: repoPath).hasRepository()
    try FeastAdapter.createRepository(at: repoPath, project: project)
    let path = try FeastAdapter(repoPath: repoPath).absoluteRepoPath
    let verb = wasThere ? "There already is" : "Made"
    context.output("\(verb) \(path)/feature_store.yaml for project \(project).\n")
  }
}
