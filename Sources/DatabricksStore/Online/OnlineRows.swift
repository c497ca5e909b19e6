internal import DataFrames
internal import FeatureStoreCore

/// What is known online of some entities: for each whether there is a row, its values, and when it was true.
struct OnlineRows: Sendable {
  let isFound: [Bool]
  /// A column for each feature; anything under a row that was not found.
  let values: [Column]
  /// Event times in whole seconds; nil where nothing was found or the store does not say.
  let times: [Timestamp?]

  /// One feature of the answer.
  func feature(_ index: Int, named name: String, withholdingBefore limit: Timestamp?) -> OnlineFeatures.Feature {
    var statuses: [OnlineFeatures.Status] = []
    var cells: [FeatureValue] = []
    for row in isFound.indices {
      let value = isFound[row] ? FeatureValue(values[index], row: row) : .null
      let isTooOld = limit.flatMap { (limit: Timestamp) in times[row].map { $0 < limit } } ?? false
      let status: OnlineFeatures.Status =
        !isFound[row] ? .notFound : isTooOld ? .outsideMaxAge : value.isNull ? .null : .present
      statuses.append(status)
      cells.append(status == .present ? value : .null)
    }
    return OnlineFeatures.Feature(name: name, values: cells, statuses: statuses, eventTimestamps: times)
  }
}
