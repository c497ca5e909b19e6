import FeatureStore
import SampleKit

/// Questions for a gold table that comes without any.
enum Questions {
  /// Every entity at five moments, evenly spread over the gold table's time, from the entity's first row on.
  static func frame(_ gold: DataFrame, _ settings: Settings) throws -> DataFrame {
    let times = try gold[settings.timestampColumn, as: Timestamp.self]
    guard let first = times.min(), let last = times.max() else { throw SampleError("The gold table has no rows.") }
    let step = (last.seconds - first.seconds) / 5
    let moments = step > 0 ? (1...5).map { Timestamp(seconds: first.seconds + step * Int64($0)) } : [last]
    let (keys, starts) = try firstRows(gold, times, settings)
    var asked: [(key: FeatureValue, time: Timestamp)] = []
    for key in keys {
      asked += moments.filter { $0 >= starts[key] ?? last }.map { (key, $0) }
    }
    return try DataFrame(columns: [
      (settings.entityKey, Column(asked.map(\.key))), (settings.questionTime, .timestamp(asked.map(\.time))),
    ])
  }

  /// The entities in the order in which they appear, and the time of the earliest row of each.
  private static func firstRows(
    _ gold: DataFrame, _ times: ColumnValues<Timestamp>, _ settings: Settings
  ) throws -> (keys: [FeatureValue], starts: [FeatureValue: Timestamp]) {
    let column = try gold.column(settings.entityKey)
    var (keys, starts): ([FeatureValue], [FeatureValue: Timestamp]) = ([], [:])
    for row in 0..<gold.rowCount {
      guard let time = times[row] else { continue }
      let key = FeatureValue(column, row: row)
      if starts[key] == nil { keys.append(key) }
      starts[key] = min(starts[key] ?? time, time)
    }
    return (keys, starts)
  }
}
