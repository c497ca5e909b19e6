internal import DataFrames
internal import FeatureStoreCore

extension ViewRegistration {
  /// What ``run()`` would change, by the code that would change it; nothing is touched.
  ///
  /// Reads the keys and times of the stored rows when they are to be merged.
  ///
  /// - Throws: What ``run()`` would throw for the same rows.
  func dryRun() throws -> RegistrationPlan {
    let plan = try plan()
    return RegistrationPlan(
      subject: "feature view", name: "\(repository.config.project).\(rows.config.name)", isNew: plan.before == nil,
      changes: try plan.changes(), rowsGiven: plan.merged.new.frame.rowCount,
      rowsStored: plan.merged.stored?.rowCount ?? 0, rowsToWrite: try plan.merged.keptRows().count)
  }
}

extension ViewRegistration.Plan {
  fileprivate func changes() throws -> [RegistrationPlan.Change] {
    let (old, source) = (try? before?.fileSource(), try after.fileSource())
    var changes = RegistrationPlan.Change.between(.entityKey, fields(before?.joinKeys), fields(after.joinKeys))
    changes += RegistrationPlan.Change.between(.feature, fields(before?.features), fields(after.features))
    changes += RegistrationPlan.Change.between(.ttl, before.map(\.ttl.ttlPhrase), after.ttl.ttlPhrase)
    changes += RegistrationPlan.Change.between(.tag, (before?.tags ?? [:]).sortedPairs, after.tags.sortedPairs)
    changes += .between(.description, before?.description, after.description)
    changes += .between(.owner, before?.owner, after.owner)
    changes += RegistrationPlan.Change.between(.timestampColumn, old?.timestampField, source.timestampField)
    changes += RegistrationPlan.Change.between(.createdTimestampColumn, old?.createdColumn, source.createdColumn)
    return changes
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
