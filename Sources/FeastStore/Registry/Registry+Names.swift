internal import DataFrames
internal import FeatureStoreCore

/// Names that would share an online table with another view.
///
/// SQLite takes `Driver` and `driver` for one table, and keeps the names of tables and indices in one list; a table is
/// called after its project and its view together.
extension Feast_Core_Registry {
  /// - Throws: A `FeatureStoreError` with code `conflict` that names the other view and the reason.
  func refuseSharedTable(_ name: String, project: String) throws {
    let table = OnlineTable(project: project, view: name)
    for other in allViewNames where !(other.project == project && other.name == name) {
      let existing = OnlineTable(project: other.project, view: other.name)
      guard let clash = Self.clash(table, existing, sameProject: other.project == project) else { continue }
      let place = other.project == project ? "" : " of project '\(other.project)'"
      throw FeatureStoreError(
        .conflict, "View '\(name)' cannot stand beside the view '\(other.name)'\(place): \(clash) Choose another name.",
        context: .init(view: name))
    }
  }

  /// The pairs of views that share a table already, as sentences.
  func sharedTables(project: String) -> [String] {
    allViewNames.filter { $0.project == project }.compactMap { (view: (project: String, name: String)) -> String? in
      do {
        try refuseSharedTable(view.name, project: project)
        return nil
      } catch {
        return "\(error)"
      }
    }
  }

  private static func clash(_ new: OnlineTable, _ old: OnlineTable, sameProject: Bool) -> String? {
    let (newTable, oldTable) = (new.name.lowercased(), old.name.lowercased())
    if newTable == oldTable {
      return sameProject
        ? "their names differ in case alone, which SQLite and Feast take for one."
        : "both have the online table '\(old.name)'."
    }
    if newTable == old.indexName.lowercased() || oldTable == new.indexName.lowercased() {
      return "the table of one is called like the index of the other."
    }
    return nil
  }

  /// The views of every kind and project.
  private var allViewNames: [(project: String, name: String)] {
    featureViews.map { ($0.spec.project, $0.spec.name) } + onDemandFeatureViews.map { ($0.spec.project, $0.spec.name) }
      + streamFeatureViews.map { ($0.spec.project, $0.spec.name) } + labelViews.map { ($0.spec.project, $0.spec.name) }
  }
}
