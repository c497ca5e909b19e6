internal import DataFrames
internal import FeatureStoreCore

/// A view as the oracle is asked about it: its rows in the order in which they were written, and what they mean.
struct NaiveView {
  let name: String
  let frame: DataFrame
  let keys: [String]
  let timestampColumn: String
  let createdColumn: String?
  let ttl: Duration?

  init(_ config: FeatureViewConfig, timestampColumn: String, _ frame: DataFrame) {
    name = config.name
    self.frame = frame
    keys = config.entityKeys
    self.timestampColumn = timestampColumn
    createdColumn = config.createdTimestampColumn
    ttl = config.maxAge
  }

  func history(_ numbers: inout NaiveKeyNumbers) throws -> NaiveHistory {
    try NaiveHistory(frame, keys: keys, time: timestampColumn, created: createdColumn, &numbers)
  }
}

/// Joins entity rows with views by the definition, one row at a time.
enum NaiveJoin {
  /// Returns the entity frame with the wanted features of each view added, in the order given.
  static func run(
    _ entities: EntityFrame, _ requests: [(view: NaiveView, features: [String])], _ options: HistoricalOptions
  ) throws -> DataFrame {
    var result = entities.frame
    for (view, features) in requests {
      for feature in features { try entities.refuseCollision(with: name(feature, view, options), view: view.name) }
    }
    for (view, features) in requests {
      let rows = try winners(entities, view, options)
      for feature in features {
        result = try result.adding(name(feature, view, options), try view.frame.column(feature).taking(rows))
      }
    }
    return result
  }

  private static func name(_ feature: String, _ view: NaiveView, _ options: HistoricalOptions) -> String {
    FeatureReference(view: view.name, feature: feature).columnName(full: options.fullFeatureNames)
  }

  /// For each entity row the number of the view's row, −1 for none.
  private static func winners(
    _ entities: EntityFrame, _ view: NaiveView, _ options: HistoricalOptions
  ) throws -> [Int] {
    let columns = try view.keys.map { try entities.keyColumn($0, view: view.name) }
    for (key, column) in zip(view.keys, columns) {
      let stored = try view.frame.column(key).type
      guard NaiveKey.areComparable(stored, column.type) else {
        throw FeatureStoreError(
          .typeMismatch, "View '\(view.name)' has the key '\(key)' as \(stored), the entity frame as \(column.type).",
          context: .init(view: view.name, column: key))
      }
    }
    var numbers = NaiveKeyNumbers()
    let history = try view.history(&numbers)
    let keys = try numbers.numbers(of: columns, rowCount: entities.frame.rowCount)
    let times = try NaiveHistory.instants(try entities.frame.column(entities.timestampColumn))
    return zip(keys, times).map { (key: Int?, time: Timestamp?) -> Int in
      history.row(
        of: key, asOf: time, ttl: view.ttl, createdByThen: options.filterByCreatedTimestamp) ?? -1
    }
  }
}
