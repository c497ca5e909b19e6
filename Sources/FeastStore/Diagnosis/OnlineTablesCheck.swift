internal import DataFrames
internal import FeatureStoreCore

/// Finds where the registry and the online store are out of step.
struct OnlineTablesCheck {
  let repository: FeastRepository
  let online: OnlineStore

  func finding() throws -> CheckFinding {
    let snapshot = try repository.registry.snapshot()
    let tables = try online.tableNames()
    let project = repository.config.project
    var warnings = snapshot.views(project: project).compactMap { missing($0, tables) }
    warnings += try stale(snapshot, tables)
    warnings += orphans(snapshot.registry, tables)
    return CheckFinding(fine: "tables and features as in the registry", warnings: warnings)
  }

  /// A view that says it was materialized but has no table, or an empty one.
  private func missing(_ view: FeastView, _ tables: [String]) -> String? {
    guard view.isOnline, let until = view.materializedUntil else { return nil }
    let table = repository.table(view.name)
    let isThere = tables.contains(table.name)
    if isThere, (try? online.isEmpty(table)) == false { return nil }
    return
      "View '\(view.name)' was materialized until \(until), but \(isThere ? "nothing is online" : "its table is gone"). "
      + "Run: featurestore materialize --view \(view.name)."
  }

  /// Online features that the view no longer has.
  private func stale(_ snapshot: RegistrySnapshot, _ tables: [String]) throws -> [String] {
    try snapshot.views(project: repository.config.project).compactMap { (view: FeastView) -> String? in
      let table = repository.table(view.name)
      guard tables.contains(table.name) else { return nil }
      let known = Set(view.features.map(\.name))
      let unknown = try online.featureNames(table).filter { !known.contains($0) }
      return unknown.isEmpty
        ? nil : "The online table of view '\(view.name)' has features which it no longer has: \(listed(unknown))."
    }
  }

  /// Tables that are called as one of this project's, but whose view is gone.
  private func orphans(_ registry: Feast_Core_Registry, _ tables: [String]) -> [String] {
    let project = repository.config.project
    let owned = Set(
      registry.projectSummaries(current: project).flatMap { (summary: ProjectSummary) -> [String] in
        registry.viewNamesOfAllKinds(project: summary.name).map { OnlineTable(project: summary.name, view: $0).name }
      })
    let orphans = tables.filter { $0.hasPrefix("\(project)_") && !owned.contains($0) }
    return orphans.isEmpty
      ? [] : ["Online tables of no view of the registry: \(listed(orphans)). Drop them if no other registry has them."]
  }
}
