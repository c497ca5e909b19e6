internal import ArgumentParser
internal import FeatureStore

struct ServingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serving", abstract: "Make the places that online values are served from (Databricks).",
    subcommands: [CreateStore.self, CreateEndpoint.self])

  struct CreateStore: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Make an online store, and wait until it is available.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "The store's name; set DATABRICKS_ONLINE_STORE to it, and materialize publishes there.")
    var name: String

    @Option(help: "CU_1, CU_2, CU_4 or CU_8. A store costs money as long as it is there.")
    var capacity = "CU_1"

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.databricks(context)
      let (name, capacity) = (name, capacity)
      try await withProgress("online store \(name)", context) {
        try await store.createOnlineStore(name, capacity: capacity)
      }
      context.output("Online store \(name) is available.\n")
    }
  }

  struct CreateEndpoint: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a feature serving endpoint for features of published views, and wait until it answers.")
    @ParentCommand var root: FeatureStoreCommand

    @Argument(help: "Letters, digits and hyphens; set DATABRICKS_SERVING_ENDPOINT to it, and online reads ask it.")
    var name: String

    @Option(help: "The features to serve: view:feature,view:*.", completion: .references)
    var features: String

    func execute(_ context: CommandContext) async throws {
      let store = try root.global.databricks(context)
      let (name, references) = (name, try commaSeparated(features, "--features"))
      try await withProgress("serving endpoint \(name)", context) {
        try await store.createServingEndpoint(name, featureRefs: references)
      }
      context.output("Serving endpoint \(name) answers.\n")
    }
  }
}
