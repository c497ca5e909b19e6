public import DataFrames
public import FeatureStoreCore

/// What was published.
public struct PublishedTable: Sendable, Hashable {
  /// The table's full name in its backend.
  public let name: String
  /// In the order of the registry.
  public let features: [String]
  /// Those of the features that were taken from finished columns of the frame.
  public let copied: [String]
  /// Those of the features that were computed from their definitions.
  public let computed: [String]
  /// Features of the registry that were left out: the frame has no such columns, and they were not to be computed.
  public let omitted: [String]
  /// How many rows were written: one for each distinct pair of entity and event time.
  public let rowCount: Int
  /// No event after it went into a value; the same for all tables of the project.
  public let cutoffDate: Timestamp
  /// Events left out because their key or their time was null.
  public let rowsWithoutKeyOrTime: Int
  /// Events left out because they are after the cut-off date.
  public let rowsAfterCutoff: Int
  /// From this event time on stored values changed that are online already: the old ones are served until the next
  /// materialization, and an incremental one begins here. nil: nothing that is online changed.
  public let onlineValuesOutdatedFrom: Timestamp?
}

extension FeatureStoreManager {
  /// Writes the registry's features to a table: finished columns of the frame as they are, the others computed.
  ///
  /// The frame can hold raw events, finished features (a gold table) or both. A column that has the name of a feature is
  /// that feature, brought into its data type, nulls filled with its fill value; see `computes` for the other choices.
  /// See ``FeatureComputation`` for the computed values. Give all events of an entity: values are computed from this frame alone,
  /// and `merge` then adds them to the rows that the table has.
  ///
  /// - Parameters:
  ///   - entityKey: The column of entities, and of the registry's features those that are computed; nil: the only one.
  ///   - timestampColumn: The column of event times; nil: the one that the features name.
  ///   - ttlDays: For how many days a value may be used, as in ``FeatureViewConfig``; nil: as the table has it, a
  ///     new one without limit; 0: without limit.
  ///   - ttl: The same as any duration; it goes before `ttlDays`.
  ///   - cutoffDate: Events after it are left out; one exactly at it is kept. nil: the one of the project's other tables,
  ///     or for the first table the time now.
  ///   - computes: Which features are computed. `none` publishes what a frame has and leaves out the rest, as the Python
  ///     framework does.
  /// - Throws: A ``FeatureStoreError``; nothing has been written then. Its code is ``FeatureStoreError/Code/conflict``,
  ///   and its message names both dates, if the project's tables have another cut-off date.
  @discardableResult
  public func publishFeatures(
    _ frame: DataFrame, _ registry: FeatureRegistry, _ table: String = defaultTable, entityKey: String? = nil,
    timestampColumn: String? = nil, ttlDays: Int? = nil, ttl: Duration? = nil, mode: WriteMode = .merge,
    cutoffDate: FeatureDate? = nil, computes: ComputedColumns = .missing
  ) async throws -> PublishedTable {
    let computation = try FeatureComputation(registry, entityKey: entityKey, timestampColumn: timestampColumn)
    let publication = Publication(
      backend: backend, table: table, computation: computation, ttl: ttl ?? ttlDays.map(Duration.days), mode: mode,
      computes: computes)
    let asked = try cutoffDate?.timestamp()
    // Another first publication may set the project's date at the same moment: without a date of its own this one
    // takes that date.
    for _ in 0..<3 where asked == nil {
      let shared = try await self.cutoffDate()
      do {
        return try await publication.run(frame, asked: nil)
      } catch FeatureStoreError.Code.conflict where shared == nil {
        guard try await self.cutoffDate() != nil else { break }
      }
    }
    return try await publication.run(frame, asked: asked)
  }

  /// The cut-off date that the project's tables share; nil if none was published yet.
  public func cutoffDate() async throws -> Timestamp? {
    try ProjectCutoff(try await backend.listFeatureViews()).shared()?.date
  }

  /// The names of the tables that have the cut-off date, sorted.
  public func tablesWithCutoffDate() async throws -> [String] {
    ProjectCutoff(try await backend.listFeatureViews()).tableNames
  }

  /// Moves the cut-off date of all tables that have one.
  ///
  /// - Parameter droppingLaterRows: Whether rows after a date that is earlier than before are taken out of their tables;
  ///   earlier versions of a table keep them.
  /// - Returns: The names of the tables, sorted.
  /// - Throws: A ``FeatureStoreError`` if no table was published, or if tables have rows after the date that are not to be
  ///   dropped; no date has moved then.
  @discardableResult
  public func setCutoffDate(_ date: FeatureDate, droppingLaterRows: Bool = false) async throws -> [String] {
    guard let store = backend as? any CutoffDateAdapter else {
      throw FeatureStoreError(
        .notSupported, "This store cannot move a cut-off date. Publish its tables anew under that date.")
    }
    let tables = try await store.setCutoffDate(date, droppingLaterRows: droppingLaterRows)
    guard !tables.isEmpty else {
      throw FeatureStoreError(
        .invalidArgument,
        "No table was published yet, so there is no cut-off date to move. Publish with a `cutoffDate`.")
    }
    return tables
  }
}

/// One publication: computes, and writes under the cut-off date that is in force.
private struct Publication {
  let backend: any FeatureStoreAdapter
  let table: String
  let computation: FeatureComputation
  let ttl: Duration?
  let mode: WriteMode
  let computes: ComputedColumns

  func run(_ frame: DataFrame, asked: Timestamp?) async throws -> PublishedTable {
    let views = try await backend.listFeatureViews()
    let rules = ProjectCutoff(views)
    let wanted = try asked ?? rules.shared()?.date ?? PythonTime.current()
    let cutoff = try rules.date(of: table, asked: wanted, mode: mode) ?? wanted
    let computed = try computation.run(frame, cutoffDate: FeatureDate(cutoff), computes: computes)
    try computed.refuseEmpty(table, events: frame.rowCount, cutoff)
    let names = Array(computed.frame.columnNames.dropFirst(2))
    let name = try await backend.registerFeatureView(config(cutoff, names), computed.frame, mode: mode)
    let isAtomic = (backend as? any CutoffDateAdapter)?.decidesCutoffDatesAtomically ?? false
    if !isAtomic, !rules.contains(table) { try await refuseIfOvertaken(cutoff) }
    return PublishedTable(
      name: name, features: names, copied: computed.copied, computed: computed.computed, omitted: computed.omitted,
      rowCount: computed.frame.rowCount, cutoffDate: cutoff,
      rowsWithoutKeyOrTime: computed.rowsWithoutKeyOrTime, rowsAfterCutoff: computed.rowsAfterCutoff,
      onlineValuesOutdatedFrom: try await outdated(views))
  }

  private func config(_ cutoff: Timestamp, _ names: [String]) -> FeatureViewConfig {
    var config = computation.viewConfig(table, names)
    config.ttl = ttl
    config.tags = ProjectCutoff.tags([:], with: cutoff)
    config.cutoffDate = FeatureDate(cutoff)
    return config
  }

  /// Where the store cut what it had materialized.
  private func outdated(_ before: [FeatureViewSummary]) async throws -> Timestamp? {
    guard let until = before.first(where: { $0.name == table })?.materializedUntil else { return nil }
    let now = try await backend.featureView(table).materializedUntil
    return now.flatMap { $0 < until ? $0 : nil }
  }

  /// Looks once more after a first publication, in a store without a lock: another one may have begun at the same time
  /// with another date.
  ///
  /// The table that was just made is removed then, unless it is the one that both publications keep: the one whose name
  /// sorts first.
  private func refuseIfOvertaken(_ cutoff: Timestamp) async throws {
    let others = try await backend.listFeatureViews().compactMap { (view: FeatureViewSummary) in
      try ProjectCutoff.date(of: view.name, tags: view.tags).map { (name: view.name, date: $0) }
    }
    guard let other = others.first(where: { $0.date != cutoff && $0.name <= table }) else { return }
    if other.name != table { try await backend.deleteFeatureView(table) }
    throw FeatureStoreError(
      .conflict,
      "Table '\(table)' was published with the cut-off date \(cutoff) while '\(other.name)' was published with "
        + "\(other.date). Publish again with that date.", context: .init(view: table))
  }
}
