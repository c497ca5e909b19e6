internal import DataFrames
internal import FeatureStoreCore

/// Finds feature services that name a view or a feature which is not there.
struct ServicesCheck {
  let registry: Feast_Core_Registry
  let project: String

  func finding() -> CheckFinding {
    let services = registry.services(project: project)
    let dangling = services.compactMap { (service: FeatureServiceConfig) -> String? in
      let missing = service.features.flatMap(missing)
      guard !missing.isEmpty else { return nil }
      return "Service '\(service.name)' names \(listed(missing)). Register it again without, or run: "
        + "featurestore services delete \(service.name)."
    }
    return CheckFinding(fine: "\(services.count) feature services, all of whose views are there", failures: dangling)
  }

  /// What a projection names that is not there.
  private func missing(_ projection: FeatureProjection) -> [String] {
    guard let features = features(of: projection.view) else { return ["the view '\(projection.view)', which is gone"] }
    return projection.features.filter { !features.contains($0) }.map {
      "the feature '\(projection.view):\($0)', which is gone"
    }
  }

  /// The features of a view of any kind; nil if there is none of this name.
  private func features(of view: String) -> [String]? {
    if let index = registry.viewIndex(view, project: project) {
      return registry.featureViews[index].spec.features.map(\.name)
    }
    return registry.otherViews(project: project).first { $0.name == view }?.features.map(\.name)
  }
}
