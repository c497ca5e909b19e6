public import DataFrames
public import FeatureStoreCore

/// What was published.
public struct PublishedTable: Sendable, Hashable {
  /// The table's full name in its backend.
  public let name: String
  public let features: [String]
  /// How many rows were written: one for each distinct pair of entity and event time.
  public let rowCount: Int
  /// No event after it went into a value; the same for all tables of the project.
  public let cutoffDate: Timestamp
  /// Events left out because their key or their time was null.
  public let rowsWithoutKeyOrTime: Int
  /// Events left out because they are after the cut-off date.
  public let rowsAfterCutoff: Int
}

extension FeatureStoreManager {
  /// Computes the registry's features from raw events and writes them to a table.
  ///
  /// See ``FeatureComputation`` for the values. Give all events of an entity: values are computed from this frame alone,
  /// and `merge` then adds them to the rows that the table has.
  ///
  /// - Parameters:
  ///   - entityKey: The column of entities, and of the registry's features those that are computed; nil: the only one.
  ///   - timestampColumn: The column of event times; nil: the one that the features name.
  ///   - ttlDays: For how many days a value may be used, as in ``FeatureViewConfig``; nil: without limit, also where the
  ///     table had one before.
  ///   - ttl: The same as any duration; it goes before `ttlDays`.
  ///   - cutoffDate: Events after it are left out; one exactly at it is kept. nil: the one of the project's other tables,
  ///     or for the first table the time now.
  /// - Throws: A ``FeatureStoreError``; nothing has been written then. Its code is ``FeatureStoreError/Code/conflict``,
  ///   and its message names both dates, if the project's tables have another cut-off date.
  @discardableResult
  public func publishFeatures(
    _ frame: DataFrame, _ registry: FeatureRegistry, _ table: String = defaultTable, entityKey: String? = nil,
    timestampColumn: String? = nil, ttlDays: Int? = nil, ttl: Duration? = nil, mode: WriteMode = .merge,
    cutoffDate: FeatureDate? = nil
  ) async throws -> PublishedTable {
    let computation = try FeatureComputation(registry, entityKey: entityKey, timestampColumn: timestampColumn)
    let views = CutoffDate(try await backend.listFeatureViews())
    let cutoff = try views.resolve(cutoffDate, table: table, mode: mode, now: PythonTime.current())
    let computed = try computation.run(frame, cutoffDate: FeatureDate(cutoff))
    guard computed.frame.rowCount > 0 else {
      throw FeatureStoreError(
        .emptyFrame,
        "Nothing to publish to '\(table)': of \(frame.rowCount) events \(computed.rowsWithoutKeyOrTime) have no key or "
          + "time and \(computed.rowsAfterCutoff) are after the cut-off date \(cutoff).", context: .init(view: table))
    }
    let names = computation.features.map(\.name)
    let config = FeatureViewConfig(
      name: table, entityKeys: [computation.entityKey], features: names, ttl: ttl ?? ttlDays.map(Duration.days),
      tags: [CutoffDate.tag: cutoff.description],
      timestampColumn: computation.timestampColumn, cutoffDate: FeatureDate(cutoff))
    let name = try await backend.registerFeatureView(config, computed.frame, mode: mode)
    if !views.contains(table) { try await refuseIfOvertaken(table, cutoff) }
    return PublishedTable(
      name: name, features: names, rowCount: computed.frame.rowCount, cutoffDate: cutoff,
      rowsWithoutKeyOrTime: computed.rowsWithoutKeyOrTime, rowsAfterCutoff: computed.rowsAfterCutoff)
  }

  /// Looks once more after a first publication: another one may have begun at the same time with another date.
  ///
  /// The table that was just made is removed then, unless it is the one that both publications keep.
  private func refuseIfOvertaken(_ table: String, _ cutoff: Timestamp) async throws {
    guard let other = try CutoffDate(try await backend.listFeatureViews()).other(than: cutoff, keeping: table) else {
      return
    }
    if other.table != table { try await backend.deleteFeatureView(table) }
    throw FeatureStoreError(
      .conflict,
      "Table '\(table)' was published with the cut-off date \(cutoff) while '\(other.table)' was published with "
        + "\(other.date). Publish again with that date.", context: .init(view: table))
  }

  /// The cut-off date that the project's tables share; nil if none was published yet.
  public func cutoffDate() async throws -> Timestamp? {
    try CutoffDate(try await backend.listFeatureViews()).shared()?.date
  }
}
