internal import DataFrames
internal import FeatureStoreCore

extension Feast_Core_Registry {
  /// Removes everything that belongs to a project; other projects and unknown fields stay.
  ///
  /// Online tables that are dropped leave `infra` too: Feast makes a table only when `infra` does not name it.
  mutating func removeAll(project: String, tables: Set<String>) -> TeardownReport {
    let views = viewNamesOfAllKinds(project: project)
    let before = objectCount
    featureTables.removeAll { $0.spec.project == project }
    entities.removeAll { $0.spec.project == project }
    featureViews.removeAll { $0.spec.project == project }
    onDemandFeatureViews.removeAll { $0.spec.project == project }
    streamFeatureViews.removeAll { $0.spec.project == project }
    labelViews.removeAll { $0.spec.project == project }
    featureServices.removeAll { $0.spec.project == project }
    dataSources.removeAll { $0.project == project }
    savedDatasets.removeAll { $0.spec.project == project }
    validationReferences.removeAll { $0.project == project }
    permissions.removeAll { $0.spec.project == project }
    projects.removeAll { $0.spec.name == project }
    projectMetadata.removeAll { $0.project == project }
    let others = before - objectCount - views.count
    if hasFeatureViewVersionHistory {
      featureViewVersionHistory.records.removeAll { $0.projectID == project }
    }
    if hasInfra { infra.infraObjects.removeAll { tables.contains($0.sqliteTable.name) } }
    return TeardownReport(project: project, views: views.sorted(), otherObjects: others, tables: tables.sorted())
  }

  /// The names of a project's views of every kind, in the registry's order.
  func viewNamesOfAllKinds(project: String) -> [String] {
    featureViews.filter { $0.spec.project == project }.map(\.spec.name) + otherViews(project: project).map(\.name)
  }

  private var objectCount: Int {
    featureTables.count + entities.count + featureViews.count + onDemandFeatureViews.count + streamFeatureViews.count
      + labelViews.count + featureServices.count + dataSources.count + savedDatasets.count + validationReferences.count
      + permissions.count + projects.count + projectMetadata.count
  }
}
