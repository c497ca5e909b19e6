internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// Writes a view's rows to a new file, then makes them visible in the registry and the online store.
///
/// Until the registry names the new file, nothing has changed for any reader; a process killed before that leaves a
/// file that nobody names.
struct ViewRegistration {
  let repository: FeastRepository
  let rows: StoredFrame
  let mode: WriteMode
  var condition = Condition.none

  /// What must hold of the view while its rows are written.
  enum Condition {
    case none
    /// There is no view of this name.
    case isNew
    /// The view is there, defined as the rows have it.
    case hasThisDefinition
  }

  /// - Throws: A ``FeatureStoreError``; the repository's state is then what it was.
  func run() throws {
    _ = try plan()  // Bad input is found before a folder or a lock file is made.
    let folder = ViewFolder(repository, view: rows.config.name)
    try folder.create()
    try FileLock.withLock(folder.lockPath) {
      let plan = try plan()
      let name = folder.nextFileName()
      try write(plan, to: "\(folder.path)/\(name)")
      try publish(plan, source: "\(folder.registeredPath)/\(name)")
    }
  }

  /// What is to be written: decided from the registry as it is, without touching anything.
  struct Plan {
    let merged: MergedRows
    let schema: StoredSchema
    let definition: FeastViewDefinition
    /// The view as it is; nil for a new one.
    let before: FeastView?
    /// The view as the registration leaves it.
    let after: FeastView
  }

  func plan() throws -> Plan {
    let registry = try repository.registry.snapshot()
    let project = repository.config.project
    let name = rows.config.name
    let before = registry.viewNames(project: project).contains(name) ? try registry.view(name, project: project) : nil
    try before?.refuseIfUnrun()
    try check(before, existing: registry.viewNames(project: project))
    let stored = mode == .merge ? try before.map(history) : nil
    let schema = try StoredSchema(new: rows, stored: stored)
    var definition = definition(schema)
    definition.sourcePath = ViewFolder(repository, view: name).registeredPath
    var rehearsal = registry.registry
    try rehearsal.register(definition, now: SystemCalls.now())
    let after = try RegistrySnapshot(rehearsal, path: registry.path).view(name, project: project)
    return Plan(
      merged: MergedRows(new: rows, stored: stored), schema: schema, definition: definition, before: before,
      after: after)
  }

  private func check(_ before: FeastView?, existing: [String]) throws {
    let name = rows.config.name
    switch (condition, before) {
    case (.none, _), (.isNew, nil): break
    case (.isNew, _?): throw FeatureStoreError.tableExists(name)
    case (.hasThisDefinition, nil): throw FeatureStoreError.viewNotFound(name, existing: existing)
    case (.hasThisDefinition, let before?):
      guard try before.config() == rows.config else {
        throw FeatureStoreError(
          .conflict, "Somebody changed view '\(name)' while rows were written to it. Write them again.",
          context: .init(view: name))
      }
    }
  }

  /// The stored rows, read under the names and keys that the new rows have.
  private func history(_ view: FeastView) throws -> FeatureHistory {
    let keys = view.joinKeys.map(\.name)
    let timestampField = try view.fileSource().timestampField
    guard Set(keys) == Set(rows.config.entityKeys), timestampField == rows.timestampColumn else {
      throw FeatureStoreError(
        .conflict,
        "View '\(view.name)' is stored with the entity keys \(listed(keys)) and the times in '\(timestampField)', the "
          + "new rows have \(listed(rows.config.entityKeys)) and '\(rows.timestampColumn)'. Use the same, or mode overwrite.",
        context: .init(view: view.name))
    }
    return try FeatureHistory(view, in: repository.config)
  }

  private func definition(_ schema: StoredSchema) -> FeastViewDefinition {
    let types = Dictionary(uniqueKeysWithValues: schema.columns.map { ($0.name, FeastType($0.type)) })
    func field(_ name: String) -> FeastField { FeastField(name: name, type: types[name] ?? .invalid) }
    let config = rows.config
    return FeastViewDefinition(
      project: repository.config.project, name: config.name, joinKeys: config.entityKeys.map(field),
      features: rows.features.map(field), ttl: config.maxAge, tags: config.tags,
      description: config.description, owner: config.owner, sourcePath: "", timestampField: rows.timestampColumn,
      createdColumn: config.createdTimestampColumn)
  }

  /// The file has its name only when it is complete and on disk.
  private func write(_ plan: Plan, to path: String) throws {
    let writer = try ParquetWriter(path: path)
    do {
      try plan.merged.write(to: writer, plan.schema)
    } catch let error as DataFrameError {
      throw FeatureStoreError(
        .conflict,
        "The stored rows of view '\(rows.config.name)' do not fit the types of the new ones exactly. \(error) Convert the "
          + "column, or replace the stored rows with mode overwrite.",
        context: .init(view: rows.config.name), underlying: error)
    }
    try writer.finish(sync: true)
  }

  private func publish(_ plan: Plan, source: String) throws {
    try repository.online?.createTable(repository.table(rows.config.name))
    var definition = plan.definition
    definition.sourcePath = source
    try repository.registry.update { registry in try registry.register(definition, now: SystemCalls.now()) }
  }
}
