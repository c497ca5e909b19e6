public import DataFrames
public import FeatureStoreCore

/// What is in a repository, what a change to it would do, and taking it down.
extension FeastAdapter {
  /// The folder that was given for the repository.
  public var repoPath: String { location.repoPath }

  /// That folder from the root on.
  public var absoluteRepoPath: String { location.absolutePath }

  /// Whether there is a repository in ``repoPath``.
  ///
  /// - Throws: A ``FeatureStoreError`` if its `feature_store.yaml` cannot be used.
  public func hasRepository() throws -> Bool { try location.existing() != nil }

  /// The project's entities by name; the one that Feast keeps for views without entities is left out.
  public func listEntities() async throws -> [EntitySummary] {
    guard let repository = try location.existing() else { return [] }
    return try repository.registry.snapshot().registry.entitySummaries(project: repository.config.project)
  }

  /// The projects that share the repository's registry, by name.
  public func listProjects() async throws -> [ProjectSummary] {
    guard let repository = try location.existing() else { return [] }
    return try repository.registry.snapshot().registry.projectSummaries(current: repository.config.project)
  }

  /// What ``registerFeatureView(_:_:mode:)`` would change, with nothing touched.
  ///
  /// The registration's own code decides, so that its errors are thrown here as well. Another writer may change the
  /// repository before the plan is carried out.
  ///
  /// - Throws: What the registration would throw.
  public func planRegistration(
    _ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode = .merge
  ) async throws -> RegistrationPlan {
    let repository = try location.existingOrImagined()
    return try ViewRegistration(
      repository: repository, name: config.name, said: config, frame: frame, mode: mode
    ).dryRun()
  }

  /// What ``registerFeatureService(_:)`` would change, with nothing touched.
  ///
  /// - Throws: What the registration would throw.
  public func planRegistration(_ config: FeatureServiceConfig) async throws -> RegistrationPlan {
    try config.validate()
    let repository = try location.required()
    return try repository.registry.snapshot().registry.plan(
      config, project: repository.config.project, now: SystemCalls.now())
  }

  /// How a file that ``exportDefinitions(_:)`` wrote begins.
  package static let definitionsHeading = "# The definitions of the Feast project "

  /// The Python definitions that `feast apply` finds equal to the project's part of the registry.
  ///
  /// `feast apply` deletes what the repository's `.py` files do not define, with its online rows: such a file keeps what
  /// was registered from here. It is to be written again after every registration.
  ///
  /// - Parameter options: A part of the project, beside files that define the rest. Those are read, and nothing is run.
  /// - Throws: A ``FeatureStoreError`` for a view that is not there, or a file that cannot be read.
  public func exportDefinitions(
    _ options: DefinitionExportOptions = DefinitionExportOptions()
  ) async throws -> ExportedDefinitions {
    let repository = try location.required()
    let (snapshot, project) = (try repository.registry.snapshot(), repository.config.project)
    for view in options.views { _ = try snapshot.view(view, project: project) }
    let spec = snapshot.registry.projects.first { $0.spec.name == project }?.spec
    let hasLabels = spec.map { !$0.description_p.isEmpty || !$0.tags.isEmpty || !$0.owner.isEmpty } ?? false
    let scope = try DefinitionScope(options, repository: repository.config.repoPath, hasLabels: hasLabels)
    return DefinitionExport.run(snapshot.registry, project: project, scope: scope)
  }

  /// Removes all of the project's objects from the registry, whatever their kind, and drops its online tables.
  ///
  /// Data files, `feature_store.yaml`, the registry file and other projects in it stay; the online store's file stays too,
  /// because other projects may share it.
  ///
  /// - Throws: A ``FeatureStoreError``; what was removed by then stays removed, and a second call removes the rest.
  @discardableResult
  public func teardown() async throws -> TeardownReport {
    let repository = try location.required()
    try repository.config.require(.onlineStore)
    let project = repository.config.project
    let views = try repository.registry.snapshot().registry.viewNamesOfAllKinds(project: project)
    let tables = try views.map(repository.table).filter { try repository.online?.hasTable($0) ?? false }
    for table in tables { try repository.online?.dropTable(table) }
    return try repository.registry.update { registry in
      registry.removeAll(project: project, tables: Set(tables.map(\.name)))
    }
  }
}

extension FeastAdapter {
  /// The entity of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/entityNotFound`` that lists those there are.
  public func entity(_ name: String) async throws -> EntitySummary {
    let entities = try await listEntities()
    guard let entity = entities.first(where: { $0.name == name }) else {
      throw FeatureStoreError(
        .entityNotFound,
        "No entity '\(name)'.\(hint(for: name, among: entities.map(\.name))) Entities here: \(listed(entities.map(\.name)))."
      )
    }
    return entity
  }

  /// The project of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/projectNotFound`` that lists those there are.
  public func project(_ name: String) async throws -> ProjectSummary {
    let projects = try await listProjects()
    guard let project = projects.first(where: { $0.name == name }) else {
      throw FeatureStoreError(
        .projectNotFound,
        "No project '\(name)'.\(hint(for: name, among: projects.map(\.name))) Projects here: \(listed(projects.map(\.name)))."
      )
    }
    return project
  }
}
