internal import DataFrames
internal import FeatureStoreCore

/// What taking a view out of the services that name it did.
public struct ServiceRemovals: Sendable, Hashable {
  /// Services that go on without the view.
  public internal(set) var changed: [String] = []
  /// Services that had no other view and are gone.
  public internal(set) var removed: [String] = []
}

extension Feast_Core_Registry {
  /// Refuses to remove a view that a feature service of its project names.
  ///
  /// - Throws: A `FeatureStoreError` with code `conflict` that lists the services.
  func refuseViewOfServices(_ view: String, project: String) throws {
    let users = featureServices.filter { $0.spec.project == project && $0.names(view) }.map(\.spec.name).sorted()
    guard !users.isEmpty else { return }
    let what = users.count == 1 ? "the feature service \(users[0])" : "the feature services \(listed(users))"
    throw FeatureStoreError(
      .conflict,
      "View '\(view)' is used by \(what), which could not be read without it. Change or delete them first, or take the "
        + "view out of them with `fromServices: true`. Nothing was removed.",
      context: .init(view: view))
  }

  /// Takes a view out of the project's feature services; those that have no other view are removed.
  mutating func removeFromServices(_ view: String, project: String) -> ServiceRemovals {
    var removals = ServiceRemovals()
    for index in featureServices.indices
    where featureServices[index].spec.project == project && featureServices[index].names(view) {
      featureServices[index].spec.features.removeAll { $0.featureViewName == view }
      let name = featureServices[index].spec.name
      if featureServices[index].spec.features.isEmpty {
        removals.removed.append(name)
      } else {
        removals.changed.append(name)
      }
    }
    featureServices.removeAll { $0.spec.project == project && removals.removed.contains($0.spec.name) }
    return removals
  }
}

extension Feast_Core_FeatureService {
  fileprivate func names(_ view: String) -> Bool { spec.features.contains { $0.featureViewName == view } }
}
