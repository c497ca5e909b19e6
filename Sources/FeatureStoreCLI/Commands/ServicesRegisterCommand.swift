internal import ArgumentParser
internal import FeatureStore

struct ServicesRegisterCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Make a feature service, or change the one of this name.")

  @ParentCommand var root: FeatureStoreCommand

  @Argument(help: "The service's name: letters, digits and underscores.", completion: .services)
  var name: String

  @Option(
    help: "The features: view:feature,view:*,alias=view:feature. The star means all of the view's features.",
    completion: .references)
  var features: String

  @Option(help: "Which column holds a view's key: view.key=column, or alias.key=column. Can be given several times.")
  var joinKey: [String] = []

  @OptionGroup var tags: NewTags

  @Option(help: "What the service is for.")
  var description = ""

  @Option(help: "Who answers for it.")
  var owner = ""

  @Flag(help: "Print what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "Make changes by which features, views, tags, the description or the owner go.")
  var allowChanges = false

  func execute(_ context: CommandContext) async throws {
    let config = FeatureServiceConfig(
      name: name, features: try ServiceFeatures(features, joinKeys: joinKey).projections, tags: try tags.dictionary(),
      description: description, owner: owner)
    let store = try root.global.feast(context, instead: "On Databricks use serving create-endpoint.")
    let plan = try await store.planRegistration(config)
    context.output("\(plan)\n")
    if dryRun { return }
    if !allowChanges, !plan.losses.isEmpty { throw FeatureStoreError(.conflict, plan.refusal) }
    try await store.registerFeatureService(config)
    context.output("Registered the feature service \(name).\n")
  }
}

/// The features of a service as a command line gives them: `view:feature,view:*,alias=view:feature`.
struct ServiceFeatures {
  private(set) var projections: [FeatureProjection] = []

  /// References to one view under one alias are gathered; a star stands alone.
  ///
  /// - Throws: A `FeatureStoreError` that quotes the part which cannot be read.
  init(_ text: String, joinKeys: [String] = []) throws {
    for part in try commaSeparated(text, "--features") { try add(part) }
    for text in joinKeys { try map(text) }
  }

  private mutating func add(_ part: String) throws {
    // An equals sign behind the colon belongs to the feature's name.
    let equals = part.firstIndex(of: "=").flatMap { $0 < part.firstIndex(of: ":") ?? part.endIndex ? $0 : nil }
    let alias = equals.map { String(part[..<$0]) }
    let reference = try FeatureReference(equals.map { String(part[part.index(after: $0)...]) } ?? part)
    if alias == "" {
      throw FeatureStoreError(.invalidReference, "--features has '\(part)'. Write an alias as alias=view:feature.")
    }
    let isAll = reference.isStar
    if let index = projections.firstIndex(where: { $0.view == reference.view && $0.alias == alias }) {
      guard !isAll, !projections[index].features.isEmpty else {
        throw FeatureStoreError(
          .invalidReference,
          "--features names '\(reference.view):*' beside other features of that view. Write the star alone.")
      }
      projections[index].features.append(reference.feature)
    } else {
      projections.append(
        FeatureProjection(view: reference.view, features: isAll ? [] : [reference.feature], alias: alias))
    }
  }

  private mutating func map(_ text: String) throws {
    let (path, column) = try keyAndValue(text, "--join-key")
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, !column.isEmpty,
      let index = projections.firstIndex(where: { ($0.alias ?? $0.view) == parts[0] })
    else {
      throw FeatureStoreError(
        .invalidArgument,
        "--join-key is '\(text)'. Write view.key=column, with a view or alias that --features names.")
    }
    guard projections[index].joinKeyMap.updateValue(column, forKey: parts[1]) == nil else {
      throw FeatureStoreError(.invalidArgument, "--join-key maps '\(path)' twice. Give each key one column.")
    }
  }
}
