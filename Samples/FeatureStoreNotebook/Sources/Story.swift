import FeatureStore
import NotebookKit
import QuotedSteps
import SampleKit

/// Runs the steps in their order and writes each of them down.
struct Story {
  private let options: Options
  private var steps: Steps
  private var workspace: Workspace
  private var page: Page
  private let code = QuotedCode(StepSources.texts)

  init(_ options: Options) throws {
    self.options = options
    steps = Steps(try Settings(options))
    workspace = Workspace(options.output)
    page = Page()
  }

  /// - Throws: A ``SampleError`` if the store's values are not the gold table's; the notebook, which shows it, is written.
  mutating func tell() async throws {
    let purchases = options.gold == nil ? try readPurchases() : nil
    if let purchases { try write(purchases) }
    // A gold table that cannot be used ends the program here, before anything is written.
    let gold = try steps.loadGold()
    let loaded = steps.display.take()
    let (registry, times) = try steps.defineRegistry(gold)
    let defined = steps.display.take()
    try prepareQuestions(gold)

    page.introduce(steps.settings, purchases)
    try add("imports")
    try load(gold, registry.featureNames, loaded)
    page.define(registry)
    try add("define-registry", defined)
    let manager = try await publishAll(gold, registry, times)
    let training = try await trainAll(manager, registry, times)
    let comparisons = try await steps.validate(gold, training, manager, registry)
    page.validate(comparisons)
    try add("validate")
    try workspace.write(page.notebook.text)
    try report(comparisons)
  }

  /// Adds a cell with what was displayed, or with outputs that were kept.
  private mutating func add(_ cell: String, _ outputs: [CellOutput]? = nil) throws {
    page.notebook.code(cell, try code.cell(cell), outputs ?? steps.display.take())
  }

  private func readPurchases() throws -> Purchases {
    do {
      return try Purchases(csv: options.purchases)
    } catch {
      throw SampleError("\(error) Or name a table of your own with --gold.")
    }
  }

  private mutating func write(_ purchases: Purchases) throws {
    let gold = try PurchaseGold.frame(purchases)
    let questions = try Labels(purchases).frame(purchases)
    try workspace.make()
    try gold.writeParquet(to: Workspace.gold)
    try questions.writeParquet(to: Workspace.entities)
  }

  /// Looks at the questions, or makes some; makes the workspace.
  private mutating func prepareQuestions(_ gold: DataFrame) throws {
    if let path = options.entities ?? (options.gold == nil ? Workspace.entities : nil) {
      try steps.settings.check(questions: DataFrame(parquet: steps.settings.entities), path)
      try workspace.make()
    } else {
      let questions = try Questions.frame(gold, steps.settings)
      try workspace.make()
      try questions.writeParquet(to: Workspace.entities)
    }
  }

  private mutating func load(_ gold: DataFrame, _ features: [String], _ loaded: [CellOutput]) throws {
    try page.load(gold, features, steps.settings)
    try add("load-gold", loaded)
    try steps.showDistributions(gold, features)
    page.distributions()
    try add("distributions")
    page.missing(try steps.showMissing(gold))
    try add("missing-over-time")
  }

  private mutating func publishAll(
    _ gold: DataFrame, _ registry: FeatureRegistry, _ times: FeatureRegistry
  ) async throws -> FeatureStoreManager {
    let manager = try await steps.publish(gold, registry, times)
    page.publish(steps.settings)
    try add("publish")
    page.freshness(try steps.showFreshness(gold), steps.settings)
    try add("freshness")
    return manager
  }

  private mutating func trainAll(
    _ manager: FeatureStoreManager, _ registry: FeatureRegistry, _ times: FeatureRegistry
  ) async throws -> DataFrame {
    let training = try await steps.train(manager, registry)
    page.train(training, steps.settings)
    try add("training")
    let (reach, matched) = try await steps.showReach(training, manager, times)
    page.reach(reach, steps.settings)
    try add("reach")
    page.leakage(try steps.showLeakage(training, matched, registry), steps.settings)
    try add("leakage")
    return training
  }

  private func report(_ comparisons: [Comparison]) throws {
    let different = comparisons.reduce(0) { $0 + $1.different }
    let compared = NumberText.count(comparisons.reduce(0) { $0 + $1.compared })
    let path = "\(options.output)/\(Workspace.notebook)"
    guard different == 0 else {
      throw SampleError(
        "\(NumberText.count(different)) of \(compared) values in the store are not those of the gold table. The last "
          + "step of \(path) says where the first ones are.")
    }
    print("\(path): five steps, \(compared) values of the store compared with the gold table, all equal.")
  }
}
