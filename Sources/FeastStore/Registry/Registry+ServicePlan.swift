internal import DataFrames
internal import FeatureStoreCore

extension Feast_Core_Registry {
  /// What registering a service would change, by the code that would change it.
  ///
  /// - Throws: What the registration would throw.
  func plan(_ config: FeatureServiceConfig, project: String, now: Timestamp) throws -> RegistrationPlan {
    var rehearsal = self
    try rehearsal.register(config, project: project, now: now)
    let before = services(project: project).first { $0.name == config.name }
    let after = rehearsal.services(project: project).first { $0.name == config.name } ?? config
    var changes = RegistrationPlan.Change.between(.view, before?.views ?? [], after.views)
    changes += RegistrationPlan.Change.between(.feature, before?.references ?? [], after.references)
    changes += RegistrationPlan.Change.between(.tag, (before?.tags ?? [:]).sortedPairs, after.tags.sortedPairs)
    changes += .between(.description, before?.description, after.description)
    changes += .between(.owner, before?.owner, after.owner)
    return RegistrationPlan(
      subject: "feature service", name: "\(project).\(config.name)", isNew: before == nil, changes: changes)
  }
}

extension FeatureServiceConfig {
  /// Each view under its alias, with the view it stands for and its renamed keys.
  fileprivate var views: [(name: String, value: String)] {
    features.map { (projection: FeatureProjection) in
      let keys = projection.joinKeyMap.sortedPairs.map { "\($0.name) from \($0.value)" }
      return (projection.alias ?? projection.view, ([projection.view] + keys).joined(separator: ", "))
    }
  }

  fileprivate var references: [(name: String, value: String)] {
    features.flatMap { (projection: FeatureProjection) in
      projection.features.map { ("\(projection.alias ?? projection.view):\($0)", "included") }
    }
  }
}
