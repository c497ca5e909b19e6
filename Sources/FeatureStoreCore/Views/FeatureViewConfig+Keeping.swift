package import DataFrames

/// Data never changes a definition: what a registration does not say stays as it was declared.
extension FeatureViewConfig {
  /// This configuration, completed by what the view of its name is declared as.
  ///
  /// What is said replaces that one thing; tags are replaced one by one. Without features the declared list stays, less
  /// a column that is now said to be the created one. A ttl of 0 says that there is no limit; none says nothing. The
  /// same keys in another order keep the declared order.
  package func keeping(_ declared: FeatureViewConfig) -> FeatureViewConfig {
    var kept = self
    if Set<ByteKey>(strings: entityKeys) == Set<ByteKey>(strings: declared.entityKeys) {
      kept.entityKeys = declared.entityKeys
    }
    kept.ttl = ttl ?? declared.ttl
    kept.tags = declared.tags.merging(tags) { (_: String, said: String) -> String in said }
    kept.timestampColumn = timestampColumn ?? declared.timestampColumn
    kept.createdTimestampColumn = createdTimestampColumn ?? declared.createdTimestampColumn
    if features.isEmpty { kept.features = declared.features.filter { $0 != kept.createdTimestampColumn } }
    if description.isEmpty { kept.description = declared.description }
    if owner.isEmpty { kept.owner = declared.owner }
    return kept
  }
}

/// Which type a column has from now on, when new values meet stored ones.
package enum KeptType {
  /// Returns the stored type when the new values fit it, or a finer unit for times; nil when they contradict it.
  ///
  /// - Parameter isUntyped: Whether the stored values are nulls alone, and nobody said a type: then the new one counts.
  package static func of(stored: ColumnType, new: Column, isUntyped: Bool = false) -> ColumnType? {
    if (try? new.fitting(stored)) != nil { return stored }
    if isUntyped { return new.type }
    return isTimes(stored) && isTimes(new.type) ? new.type : nil
  }

  private static func isTimes(_ type: ColumnType) -> Bool {
    if case .list(let element) = type { return element.isTimestamp }
    return type.isTimestamp
  }
}

extension FeatureStoreError {
  /// New values that contradict what a column is declared as.
  ///
  /// - Parameter reason: The first value that does not fit, as a sentence; empty when the types exclude each other.
  package static func misfit(
    _ column: String, view: String, declared: String, new: ColumnType, reason: String = ""
  ) -> FeatureStoreError {
    FeatureStoreError(
      .conflict,
      "Column '\(column)' of view '\(view)' is declared \(declared), but the new rows hold \(new), which does not fit"
        + (reason.isEmpty ? "." : ": \(reason)")
        + " Convert the column. To declare another type, register the view with `mode: .overwrite`.",
      context: .init(view: view, column: column))
  }
}
