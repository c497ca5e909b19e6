internal import DataFrames
internal import FeatureStoreCore

extension FeastRepository {
  /// The project's views of every kind as users see them, sorted by name.
  ///
  /// A view that cannot be read here says why instead of being left out.
  func summaries() throws -> [FeatureViewSummary] {
    let snapshot = try registry.snapshot()
    let plain = try snapshot.viewNames(project: config.project).map { (name: String) -> FeatureViewSummary in
      summary(try snapshot.view(name, project: config.project), snapshot)
    }
    let others = snapshot.registry.otherViews(project: config.project).map(summary)
    return (plain + others).sorted { $0.name < $1.name }
  }

  func summary(_ view: FeastView) throws -> FeatureViewSummary { summary(view, try registry.snapshot()) }

  private func summary(_ view: FeastView, _ snapshot: RegistrySnapshot) -> FeatureViewSummary {
    let source = view.declaredSource
    return FeatureViewSummary(
      name: view.name, kind: "feature view", entityKeys: view.isEntityless ? [] : fields(view.joinKeys),
      features: fields(view.features), ttl: view.ttl, timestampColumn: source?.timestampField ?? "",
      createdTimestampColumn: source?.createdColumn, source: source?.uri ?? snapshot.sourcePhrase(of: view),
      isOnline: view.isOnline, tags: view.tags, description: view.description, owner: view.owner,
      materializedUntil: view.materializedUntil, limitation: view.limitation)
  }

  private func summary(_ view: OtherView) -> FeatureViewSummary {
    FeatureViewSummary(
      name: view.name, kind: view.kind.rawValue,
      entityKeys: fields(view.joinKeys.filter { $0.name != FeastView.dummyKey }), features: fields(view.features),
      ttl: view.ttl, timestampColumn: view.timestampField,
      createdTimestampColumn: nil, source: view.source, isOnline: view.isOnline, tags: view.tags,
      description: view.description, owner: view.owner, materializedUntil: nil,
      limitation: view.limitation)
  }

  private func fields(_ fields: [FeastField]) -> [FeatureViewSummary.Field] {
    fields.map { FeatureViewSummary.Field(name: $0.name, type: $0.type.description) }
  }
}

extension RegistrySnapshot {
  /// A view's source in words, for sources that are no files.
  fileprivate func sourcePhrase(of view: FeastView) -> String {
    guard let index = registry.viewIndex(view.name, project: view.project) else { return "" }
    let spec = registry.featureViews[index].spec
    return spec.hasBatchSource ? spec.batchSource.phrase : ""
  }
}

extension FeastView {
  /// Why the view cannot be read, as a sentence; nil when it can.
  fileprivate var limitation: String? {
    do {
      try refuseIfOutOfService()
      _ = try fileSource()
      return nil
    } catch {
      return "\(error)"
    }
  }
}
