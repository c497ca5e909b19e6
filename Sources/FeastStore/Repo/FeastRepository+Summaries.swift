internal import FeatureStoreCore

extension FeastRepository {
  /// The project's feature views as users see them, sorted by name; other kinds of views are named, not described.
  func summaries() throws -> [FeatureViewSummary] {
    let snapshot = try registry.snapshot()
    let views = try snapshot.viewNames(project: config.project).map { (name: String) -> FeatureViewSummary in
      try summary(try snapshot.view(name, project: config.project))
    }
    return views.sorted { $0.name < $1.name }
  }

  private func summary(_ view: FeastView) throws -> FeatureViewSummary {
    func fields(_ fields: [FeastField]) -> [FeatureViewSummary.Field] {
      fields.map { FeatureViewSummary.Field(name: $0.name, type: $0.type.description) }
    }
    let source = try view.fileSource()
    return FeatureViewSummary(
      name: view.name, kind: "feature view", entityKeys: view.isEntityless ? [] : fields(view.joinKeys),
      features: fields(view.features), ttlSeconds: view.ttlSeconds, timestampColumn: source.timestampField,
      createdTimestampColumn: source.createdColumn, source: source.uri, isOnline: view.isOnline, tags: view.tags,
      description: view.description, owner: view.owner, materializedUntil: view.materializedUntil)
  }
}
