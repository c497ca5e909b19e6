internal import DataFrames
internal import FeatureStoreCore

extension ViewRegistration {
  /// What ``run()`` would change, by the code that would change it; nothing is touched.
  ///
  /// Reads the keys and times of the stored rows when they are to be merged.
  ///
  /// - Throws: What ``run()`` would throw for the same rows.
  func dryRun() throws -> RegistrationPlan { try plan().summary(project: repository.config.project) }
}

extension ViewRegistration.Plan {
  /// The plan as users see it.
  func summary(project: String) throws -> RegistrationPlan {
    RegistrationPlan(
      subject: "feature view", name: "\(project).\(after.name)", isNew: before == nil,
      changes: try changes() + foreignRows, rowsGiven: schema.rows.rowCount, rowsStored: merged.stored?.rowCount ?? 0,
      rowsToWrite: try merged.keptRows().count, columnsLeftOut: leftOut)
  }

  /// The rows of somebody else's file that an overwrite replaces for good: no version keeps them.
  private var foreignRows: [RegistrationPlan.Change] {
    guard let foreignRowsLost, case .file(let path) = place else { return [] }
    return [
      RegistrationPlan.Change(
        .source, "rows in \(path)", before: "\(foreignRowsLost), not made here", after: "\(schema.rows.rowCount)",
        isLoss: true)
    ]
  }

  /// Whether the registry's entry would be another one.
  var changesDefinition: Bool { (try? changes().isEmpty) != true }

  private func changes() throws -> [RegistrationPlan.Change] {
    let (old, source) = (try? before?.fileSource(), try after.fileSource())
    var changes = RegistrationPlan.Change.between(.entityKey, fields(before?.joinKeys), fields(after.joinKeys))
    changes += RegistrationPlan.Change.between(.feature, fields(before?.features), fields(after.features))
      .map(givingType)
    changes += RegistrationPlan.Change.between(.ttl, before.map(\.ttl.ttlPhrase), after.ttl.ttlPhrase)
    changes += RegistrationPlan.Change.between(.tag, (before?.tags ?? [:]).sortedPairs, after.tags.sortedPairs)
    changes += .between(.description, before?.description, after.description)
    changes += .between(.owner, before?.owner, after.owner)
    changes += RegistrationPlan.Change.between(.timestampColumn, old?.timestampField, source.timestampField)
    changes += RegistrationPlan.Change.between(.createdTimestampColumn, old?.createdColumn, source.createdColumn)
    if let moved = movedSource(old) { changes.append(moved) }
    return changes
  }

  /// A feature that held nulls alone loses nothing by getting a type.
  private func givingType(_ change: RegistrationPlan.Change) -> RegistrationPlan.Change {
    guard change.after != nil, schema.untypedBefore.contains(change.name) else { return change }
    return RegistrationPlan.Change(
      change.kind, change.name, before: change.before, after: change.after, isLoss: false)
  }

  /// The change of a source that was not made here for one that is; the next version of a view is no change.
  private func movedSource(_ old: FeastFileSource?) -> RegistrationPlan.Change? {
    guard let before, let path = definition.sourcePath else { return nil }
    if let old, ViewVersions.numbered(old.uri, before.name) != nil { return nil }
    return RegistrationPlan.Change(.source, before: old?.uri ?? "no Parquet file", after: path)
  }

  private func fields(_ fields: [FeastField]?) -> [(name: String, value: String)] {
    (fields ?? []).filter { $0.name != FeastView.dummyKey }.map { ($0.name, $0.type.description) }
  }
}

extension [RegistrationPlan.Change] {
  /// The difference of two texts, of which an empty one counts as none.
  static func between(_ kind: RegistrationPlan.Change.Kind, _ before: String?, _ after: String) -> Self {
    RegistrationPlan.Change.between(kind, before.flatMap { $0.isEmpty ? nil : $0 }, after.isEmpty ? nil : after)
  }
}

extension [String: String] {
  /// The pairs in the order of their keys.
  var sortedPairs: [(name: String, value: String)] {
    sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }
}
