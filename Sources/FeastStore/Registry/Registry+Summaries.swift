internal import DataFrames
internal import FeatureStoreCore

extension Feast_Core_Registry {
  /// A project's entities by name, without the one that Feast makes for views without entities.
  func entitySummaries(project: String) -> [EntitySummary] {
    let users = viewsOfEntities(project: project)
    let own = entities.map(\.spec).filter { $0.project == project && $0.name != FeastView.dummyEntity }
    return own.sorted { $0.name < $1.name }.map { (spec: Feast_Core_EntitySpecV2) -> EntitySummary in
      EntitySummary(
        name: spec.name, joinKey: spec.joinKey.isEmpty ? spec.name : spec.joinKey,
        type: FeastType(rawValue: spec.valueType.rawValue).description, views: users[spec.name, default: []].sorted(),
        tags: spec.tags, description: spec.description_p, owner: spec.owner)
    }
  }

  /// Every project that has an object here, by name.
  func projectSummaries(current: String) -> [ProjectSummary] {
    let entityProjects = entities.filter { $0.spec.name != FeastView.dummyEntity }.map(\.spec.project)
    let viewProjects =
      featureViews.map(\.spec.project) + onDemandFeatureViews.map(\.spec.project)
      + streamFeatureViews.map(\.spec.project) + labelViews.map(\.spec.project)
    let serviceProjects = featureServices.map(\.spec.project)
    let specs = [ByteKey: Feast_Core_ProjectSpec](firstOf: projects.map { ($0.spec.name, $0.spec) })
    let users = entityProjects + viewProjects + serviceProjects
    let names = Set(specs.keys).union(users.map { ByteKey($0) }).subtracting([""])
    return names.sortedStrings().map { (name: String) -> ProjectSummary in
      let spec = specs[name] ?? Feast_Core_ProjectSpec()
      return ProjectSummary(
        name: name, isCurrent: name == current, entities: entityProjects.count { $0 == name },
        views: viewProjects.count { $0 == name }, services: serviceProjects.count { $0 == name }, tags: spec.tags,
        description: spec.description_p, owner: spec.owner)
    }
  }

  /// Entity name → the project's views that name it.
  private func viewsOfEntities(project: String) -> [ByteKey: [String]] {
    var views: [(name: String, entities: [String])] = []
    for view in featureViews where view.spec.project == project { views.append((view.spec.name, view.spec.entities)) }
    for view in onDemandFeatureViews where view.spec.project == project {
      views.append((view.spec.name, view.spec.entities))
    }
    for view in streamFeatureViews where view.spec.project == project {
      views.append((view.spec.name, view.spec.entities))
    }
    for view in labelViews where view.spec.project == project { views.append((view.spec.name, view.spec.entities)) }
    return views.reduce(into: [:]) { (result: inout [ByteKey: [String]], view: (name: String, entities: [String])) in
      for entity in view.entities { result[entity, default: []].append(view.name) }
    }
  }
}
