internal import DataFrames
public import FeatureStoreCore

extension FeastAdapter {
  /// Checks the repository step by step: settings, registry, the file of each view, online store. Changes nothing.
  public func diagnose() async -> [StoreCheck] {
    let repository: FeastRepository
    do {
      guard let found = try location.existing() else {
        return [
          StoreCheck(
            name: "repository", status: .warning,
            finding: "none yet in \(location.absolutePath); featurestore init or the first registration makes it")
        ]
      }
      repository = found
    } catch {
      return [StoreCheck(name: "settings", isFine: false, finding: "\(error)")]
    }
    let config = repository.config
    return [
      check("settings") { "project \(config.project), entity keys in format \(config.entityKeyVersion.rawValue)" },
      check("registry") {
        "\(try repository.registry.snapshot().viewNames(project: config.project).count) feature views"
      },
      check("data") { try Self.files(repository) },
      check("online") { try Self.online(repository) },
      check("freshness") { try OnlineFreshness(repository: repository).finding() },
      check("keys") { try KeyTypeCheck(repository: repository).run() },
      check("materialize") {
        try config.require(.onlineStore)
        return repository.online == nil ? "no online store" : try MaterializationCheck(repository: repository).run()
      },
      check("names") { try Self.names(repository) },
      finding("sources") { SourcesCheck(snapshot: try repository.registry.snapshot(), config: config).finding() },
      finding("services") {
        ServicesCheck(registry: try repository.registry.snapshot().registry, project: config.project).finding()
      },
      finding("stores") {
        try repository.online.map { try OnlineTablesCheck(repository: repository, online: $0).finding() }
          ?? CheckFinding(fine: "no online store")
      },
    ]
  }

  private func finding(_ name: String, _ body: () throws -> CheckFinding) -> StoreCheck {
    do {
      let finding = try body()
      return StoreCheck(name: name, status: finding.status, finding: finding.text)
    } catch {
      return StoreCheck(name: name, status: .failed, finding: "\(error)")
    }
  }

  private func check(_ name: String, _ body: () throws -> String) -> StoreCheck {
    do {
      return StoreCheck(name: name, isFine: true, finding: try body())
    } catch {
      return StoreCheck(name: name, isFine: false, finding: "\(error)")
    }
  }

  /// Looks for views that share an online table.
  private static func names(_ repository: FeastRepository) throws -> String {
    let shared = try repository.registry.snapshot().registry.sharedTables(project: repository.config.project)
    guard shared.isEmpty else { throw FeatureStoreError(.conflict, shared.joined(separator: " ")) }
    return "every view has a table of its own"
  }

  /// Opens the file of every view.
  private static func files(_ repository: FeastRepository) throws -> String {
    try repository.config.require(.offlineStore)
    let snapshot = try repository.registry.snapshot()
    let names = snapshot.viewNames(project: repository.config.project)
    var (rows, failures) = (0, [String]())
    for name in names {
      do {
        rows += try FeatureHistory(snapshot.view(name, project: repository.config.project), in: repository.config)
          .rowCount
      } catch {
        failures.append("\(error)")
      }
    }
    guard failures.isEmpty else { throw FeatureStoreError(.corruptData, failures.joined(separator: " ")) }
    return "\(rows) rows in the files of \(names.count) views"
  }

  private static func online(_ repository: FeastRepository) throws -> String {
    try repository.config.require(.onlineStore)
    guard let online = repository.online else { return "none configured" }
    let snapshot = try repository.registry.snapshot()
    for name in snapshot.viewNames(project: repository.config.project) {
      let features = try snapshot.view(name, project: repository.config.project).features.map(\.name)
      var unknown = TextBuffer()
      unknown.append([UInt8(0)])
      let query = OnlineQuery(repository.table(name), features: features, stored: features.count)
      _ = try online.read(query, keys: unknown)
    }
    return "answers for every view: \(online.path)"
  }
}
