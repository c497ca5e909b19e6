internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// Writes rows of a view, then makes them visible: in a new file that the registry names from then on, or in the place of
/// the file that the view's definition names.
///
/// Until then nothing has changed for any reader; a process killed before leaves a file that nobody names. The declared
/// definition stays but for what is said anew.
struct ViewRegistration {
  let repository: FeastRepository
  let name: String
  /// What is said of the view; nil: rows are written under the definition that it has.
  let said: FeatureViewConfig?
  let frame: DataFrame
  let mode: WriteMode
  var condition = Condition.none

  /// What must hold of the view while its rows are written.
  enum Condition {
    case none
    /// There is no view of this name; a frame without rows is taken then.
    case isNew
    /// The view still reads this source.
    case reads(String)

    var isNew: Bool { if case .isNew = self { true } else { false } }
  }

  /// What is to be written: decided from the registry as it is, without touching anything.
  struct Plan {
    let merged: MergedRows
    let definition: FeastViewDefinition
    let place: SourcePlace
    /// The view as it is; nil for a new one.
    let before: FeastView?
    /// The view as the registration leaves it.
    let after: FeastView
    /// The view's entry in the registry as it was read.
    let entry: Feast_Core_FeatureViewSpec?
    /// After it the table has no row; nil for one that was not published.
    let cutoff: Timestamp?
    /// The columns of the frame that are not stored because the view does not declare them.
    let leftOut: [String]
    /// How many rows of a file that was not made here go; nil when none do.
    let foreignRowsLost: Int?

    var schema: StoredSchema { merged.schema }
  }

  /// - Parameter review: Called under the locks, before anything is written.
  /// - Throws: A ``FeatureStoreError``, or what `review` throws; the repository's state is then what it was.
  func run(review: (RegistrationPlan) throws -> Void = { _ in }) throws {
    // Bad input is found before a folder or a lock file is made.
    switch try plan().place {
    case .file(let path): try ReplacedFile.withLock(path) { try replace($0, path, review) }
    case .versions: try addVersion(review)
    }
  }

  private func addVersion(_ review: (RegistrationPlan) throws -> Void) throws {
    let folder = ViewFolder(repository, view: name)
    try folder.create()
    try FileLock.withLock(folder.lockPath) {
      let plan = try plan()
      guard case .versions = plan.place else { throw changedMeanwhile() }
      try review(plan.summary(project: repository.config.project))
      let file = folder.nextFileName()
      var options = ParquetWriteOptions()
      options.keyValueMetadata = UntypedFeatures.metadata(plan.schema.untyped)
      let writer = try ParquetWriter(path: "\(folder.path)/\(file)", options: options)
      try fitting { try plan.merged.write(to: writer) }
      try writer.finish(sync: true)
      do {
        try publish(plan, source: "\(folder.registeredPath)/\(file)")
      } catch let error as FeatureStoreError where error.code == .conflict {
        try repository.removeFiles(["\(folder.path)/\(file)"])
        throw error
      }
    }
  }

  private func replace(
    _ file: ReplacedFile, _ path: String, _ review: (RegistrationPlan) throws -> Void
  ) throws {
    let plan = try plan()
    guard case .file(path) = plan.place else { throw changedMeanwhile() }
    try review(plan.summary(project: repository.config.project))
    let source = try plan.before?.fileSource()
    var options = ParquetWriteOptions()
    if let stored = plan.merged.stored { options.keyValueMetadata = stored.fileMetadata }
    try file.replace(options) { writer in
      try fitting { try plan.merged.write(to: writer) { source?.column(for: $0) ?? $0 } }
    }
    if try plan.changesDefinition || restart(plan) != nil { try publish(plan, source: nil) }
  }

  /// Rows are accepted for writing here and nowhere else: by a registration, a push and a write to a table alike.
  func plan() throws -> Plan {
    try repository.config.require(.offlineStore)
    let registry = try repository.registry.snapshot()
    let project = repository.config.project
    let names = registry.viewNames(project: project)
    let before = names.contains(name) ? try registry.view(name, project: project) : nil
    try before?.refuseIfUnrun()
    switch condition {
    case .isNew where before != nil: throw FeatureStoreError.tableExists(name)
    case .reads(let uri): if try before?.fileSource().uri != uri { throw changedMeanwhile() }
    default: break
    }
    var config = try config(before, existing: names)
    let cutoff = try registry.registry.cutoff(project: project).date(
      of: name, asked: ProjectCutoff.asked(config), mode: mode)
    config.tags = ProjectCutoff.tags(config.tags, with: cutoff)
    let place = try before.map { try SourcePlace($0, repository, mode: mode) } ?? .versions
    let file = try before.flatMap { try history($0, config, place) }
    let rows = try accepted(config, file, place)
    if let cutoff { try ProjectCutoff.refuse(rows.frame.column(rows.timestampColumn), after: cutoff, table: name) }
    let schema = try schema(rows, before, file, place)
    var definition = definition(config, rows, schema)
    if case .file = place { definition.sourcePath = nil }
    var rehearsal = registry.registry
    try rehearsal.register(definition, now: SystemCalls.now())
    return Plan(
      merged: MergedRows(new: rows, schema: schema, stored: mode == .merge ? file : nil), definition: definition,
      place: place, before: before,
      after: try RegistrySnapshot(rehearsal, path: registry.path).view(name, project: project),
      entry: registry.registry.spec(name, project: project), cutoff: cutoff, leftOut: leftOut(rows, config, before),
      foreignRowsLost: mode == .overwrite ? file?.rowCount : nil)
  }

  /// The definition under which the rows are written.
  private func config(_ before: FeastView?, existing: [String]) throws -> FeatureViewConfig {
    guard let said else {
      guard let before else { throw FeatureStoreError.viewNotFound(name, existing: existing) }
      return try before.config()
    }
    guard let before, mode == .merge else { return said }
    let config = said.keeping(try before.config())
    let (keys, time) = (before.joinKeys.map(\.name), try before.fileSource().timestampField)
    guard config.entityKeys == keys, config.timestampColumn == time else {
      throw FeatureStoreError(
        .conflict,
        "View '\(name)' is stored with the entity keys \(listed(keys)) and the times in '\(time)', the new rows have "
          + "\(listed(config.entityKeys)) and '\(config.timestampColumn ?? time)'. Use the same, or `mode: .overwrite`.",
        context: .init(view: name))
    }
    return config
  }

  /// The stored rows; nil where there are none that matter.
  private func history(
    _ view: FeastView, _ config: FeatureViewConfig, _ place: SourcePlace
  ) throws -> FeatureHistory? {
    if mode == .merge { return try FeatureHistory(view, in: repository.config) }
    guard let file = try? FeatureHistory(view, in: repository.config) else { return nil }
    guard case .file(let path) = place else { return file }
    let lost = file.storedColumns.map(\.name).filter { !frame.hasColumn($0) }
    guard lost.isEmpty else {
      throw FeatureStoreError(
        .conflict,
        "The rows for view '\(name)' would replace the file \(path), which was not made here, and lack its columns "
          + "\(listed(lost)). Add them, or delete the view and register it anew.",
        context: .init(view: name, path: path))
    }
    return file
  }

  /// The frame's rows, checked; for a file of somebody else with all columns that the file has.
  private func accepted(
    _ config: FeatureViewConfig, _ file: FeatureHistory?, _ place: SourcePlace
  ) throws -> StoredFrame {
    var carried: [String] = []
    if case .file = place, let file {
      carried = file.storedColumns.map(\.name).filter(frame.hasColumn)
    }
    return try StoredFrame(
      config, frame, allowingEmpty: condition.isNew, carrying: carried, isDeclared: said == nil)
  }

  private func schema(
    _ rows: StoredFrame, _ before: FeastView?, _ file: FeatureHistory?, _ place: SourcePlace
  ) throws -> StoredSchema {
    var keepsFile = false
    if case .file(let path) = place, mode == .merge, let file {
      keepsFile = true
      if let added = rows.frame.columnNames.first(where: { file.storedType($0) == nil }) {
        throw FeatureStoreError(
          .conflict,
          "Column '\(added)' of view '\(name)' is not in the file of the view, which was not made here and keeps its "
            + "columns: \(path). Add it there first.",
          context: .init(view: name, column: added, path: path))
      }
    }
    return try StoredSchema(
      new: rows,
      .init(
        view: before, stored: file, keepsFile: keepsFile, keepsDeclaration: mode == .merge || said == nil,
        keepsColumns: mode == .merge, settlesUntyped: said != nil,
        untyped: file.map { UntypedFeatures.named(in: $0.fileMetadata) } ?? []))
  }

  private func leftOut(_ rows: StoredFrame, _ config: FeatureViewConfig, _ before: FeastView?) -> [String] {
    guard before != nil, said?.features.isEmpty ?? true, mode == .merge || said == nil else { return [] }
    return frame.columnNames.filter { !rows.frame.hasColumn($0) }
  }

  private func definition(
    _ config: FeatureViewConfig, _ rows: StoredFrame, _ schema: StoredSchema
  ) -> FeastViewDefinition {
    func field(_ name: String) -> FeastField { FeastField(name: name, type: schema.declared[name] ?? .invalid) }
    return FeastViewDefinition(
      project: repository.config.project, name: config.name, joinKeys: config.entityKeys.map(field),
      features: rows.features.map(field), ttl: config.maxAge, tags: config.tags,
      description: config.description, owner: config.owner,
      sourcePath: ViewFolder(repository, view: name).registeredPath, timestampField: rows.timestampColumn,
      createdColumn: config.createdTimestampColumn)
  }

  private func fitting(_ write: () throws -> Void) throws {
    do {
      try write()
    } catch let error as DataFrameError {
      throw FeatureStoreError(
        .conflict,
        "The stored rows of view '\(name)' do not fit the types of the new ones exactly. \(error) Convert the "
          + "column, or replace the stored rows with `mode: .overwrite`.",
        context: .init(view: name), underlying: error)
    }
  }

  /// - Parameter source: The new file as the registry names it; nil: the source stays.
  private func publish(_ plan: Plan, source: String?) throws {
    if plan.before == nil { try repository.online?.createTable(repository.table(name)) }
    var definition = plan.definition
    definition.sourcePath = source
    let restart = try restart(plan)
    try repository.registry.update { registry in
      guard registry.spec(name, project: definition.project) == plan.entry else { throw changedMeanwhile() }
      if let cutoff = plan.cutoff {
        // Another table may have been published meanwhile, with another date.
        _ = try registry.cutoff(project: definition.project).date(of: name, asked: cutoff, mode: mode)
      }
      try registry.register(definition, now: SystemCalls.now())
      if let restart { registry.beginAnew(name, project: definition.project, from: restart) }
    }
  }

  /// Where the next incremental materialization has to begin anew; nil: where the last one ended.
  private func restart(_ plan: Plan) throws -> Timestamp? {
    guard let before = plan.before, let first = before.materializationIntervals.map(\.start).min() else { return nil }
    let isRedefined = before.joinKeys != plan.after.joinKeys || before.features != plan.after.features
    return try mode == .overwrite || isRedefined ? first : ChangedRows(merged: plan.merged).earliest()
  }

  private func changedMeanwhile() -> FeatureStoreError {
    FeatureStoreError(
      .conflict, "Somebody changed view '\(name)' while rows were written to it. Write them again.",
      context: .init(view: name))
  }
}

extension Feast_Core_Registry {
  /// What a view is, without when it was materialized.
  fileprivate func spec(_ name: String, project: String) -> Feast_Core_FeatureViewSpec? {
    viewIndex(name, project: project).map { featureViews[$0].spec }
  }
}
