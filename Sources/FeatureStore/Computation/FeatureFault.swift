public import FeatureStoreCore

/// One thing that keeps features from being computed or published.
public struct FeatureFault: Sendable, CustomStringConvertible {
  /// The feature; nil when it is about the registry or the events as a whole.
  public let feature: String?
  /// What is wrong and what to do, in one line; a broken formula is quoted at the place.
  public let message: String
  /// What is thrown when it is the only one.
  let error: FeatureStoreError

  /// Errors of the lower layers become errors of this one, about the feature.
  init(_ error: any Error, of feature: TemporalFeatureDefinition? = nil) {
    let subject = feature.map { "Feature '\($0.name)'" }
    self.feature = feature?.name
    self.error =
      error as? FeatureStoreError
      ?? FeatureStoreError(
        .typeMismatch, (subject.map { "\($0): " } ?? "") + "\(error)", context: .init(column: feature?.name),
        underlying: error)
    var text = self.error.message
    if let place = self.error.underlying as? FormulaPlace {
      text = "the formula is wrong at character \(place.position + 1): \(place.what). It reads: \(place.quote)"
    } else if let subject, text.hasPrefix(subject) {
      text = String(text.dropFirst(subject.count).drop { $0 == " " || $0 == ":" })
    }
    message = String(text.map { $0.isNewline ? " " : $0 })
  }

  /// The name of the feature and the message.
  public var description: String { feature.map { "\($0): \(message)" } ?? message }

  /// The faults as one error: a single one as it is, several as a list; nil for none.
  static func failure(_ faults: [FeatureFault]) -> FeatureStoreError? {
    guard let first = faults.first?.error, faults.count > 1 else { return faults.first?.error }
    let most = 50
    var lines = faults.prefix(most).map { "\n- \($0)" }.joined()
    if faults.count > most { lines += "\n- and \(faults.count - most) more" }
    return FeatureStoreError(first.code, "The features cannot be computed for \(faults.count) reasons:\(lines)")
  }
}

extension FeatureRegistry {
  /// What is wrong with the definitions: all for which ``FeatureStoreManager/publishFeatures(_:_:_:entityKey:timestampColumn:ttlDays:mode:cutoffDate:computes:)``
  /// would refuse, at once.
  ///
  /// - Parameters:
  ///   - events: The frame to publish; nil: what can be seen without one, such as broken formulas, circles, unknown
  ///     types, fill values that do not fit, and several entity keys.
  ///   - table: The table that they are to be published to.
  ///   - cutoffDate: Events after it are left out; nil: the time now.
  public func faults(
    _ events: DataFrame? = nil, table: String = FeatureStoreManager.defaultTable, entityKey: String? = nil,
    timestampColumn: String? = nil, cutoffDate: FeatureDate? = nil, computes: ComputedColumns = .missing
  ) -> [FeatureFault] {
    do {
      let computation = try FeatureComputation(self, entityKey: entityKey, timestampColumn: timestampColumn)
      return computation.faults(events, table: table, cutoffDate: cutoffDate, computes: computes)
    } catch {
      return [FeatureFault(error)] + faultsOfEach(events, table, timestampColumn, cutoffDate, computes)
    }
  }

  /// The faults of each choice of entity key and time column, when none was chosen.
  private func faultsOfEach(
    _ events: DataFrame?, _ table: String, _ timestampColumn: String?, _ cutoffDate: FeatureDate?,
    _ computes: ComputedColumns
  ) -> [FeatureFault] {
    var faults: [FeatureFault] = []
    for key in Set(features.map(\.entityKey)).sorted() {
      let times = Set(features(entityKey: key).map(\.timestampColumn)).sorted()
      let time = timestampColumn ?? times.first { events?.hasColumn($0) ?? true } ?? times.first
      guard let computation = try? FeatureComputation(self, entityKey: key, timestampColumn: time) else { continue }
      // Events of another entity tell nothing of these features.
      let known = events.flatMap { $0.hasColumn(key) ? $0 : nil }
      faults += computation.faults(known, table: table, cutoffDate: cutoffDate, computes: computes)
    }
    return faults
  }
}

extension FeatureComputation {
  fileprivate func faults(
    _ events: DataFrame?, table: String, cutoffDate: FeatureDate?, computes: ComputedColumns
  ) -> [FeatureFault] {
    do {
      let cutoff = try cutoffDate?.timestamp() ?? PythonTime.current()
      var run = ComputationRun(self, EventColumns(events), computes)
      run.compute(cutoff: cutoff)
      if !run.faults.isEmpty { return run.faults }
      try viewConfig(table, features.map(\.name)).validate()
      if let events { try run.result().refuseEmpty(table, events: events.rowCount, cutoff) }
      return []
    } catch {
      return [FeatureFault(error)]
    }
  }

  /// The view that the features of a table make up.
  func viewConfig(_ table: String, _ features: [String]) -> FeatureViewConfig {
    FeatureViewConfig(name: table, entityKey: entityKey, features: features, timestampColumn: timestampColumn)
  }
}

extension ComputedFeatures {
  /// Refuses to publish no rows.
  func refuseEmpty(_ table: String, events: Int, _ cutoff: Timestamp) throws {
    guard frame.rowCount == 0 else { return }
    throw FeatureStoreError(
      .emptyFrame,
      "Nothing to publish to '\(table)': of \(events) events \(rowsWithoutKeyOrTime) have no key or "
        + "time and \(rowsAfterCutoff) are after the cut-off date \(cutoff).", context: .init(view: table))
  }
}
