internal import DataFrames
internal import FeatureStoreCore

/// What the online store has for some keys and features.
struct OnlineRows: Sendable {
  /// One feature of one entity.
  struct Cell: Sendable, Hashable {
    /// null where the stored value is null, and where nothing is stored.
    var value: FeatureValue = .null
    /// When the value was true; nil where nothing is stored.
    var eventSeconds: Int64?
    /// Whether the value was too old to be given.
    var isWithheld = false

    var status: OnlineFeatures.Status {
      if isWithheld { return .outsideMaxAge }
      return eventSeconds == nil ? .notFound : value.isNull ? .null : .present
    }
  }

  let keyCount: Int
  let features: [String]
  /// A key's features side by side, in the order asked for.
  private(set) var cells: [Cell]

  init(keyCount: Int, features: [String]) {
    self.keyCount = keyCount
    self.features = features
    cells = [Cell](repeating: Cell(), count: keyCount * features.count)
  }

  subscript(key: Int, feature: Int) -> Cell {
    get { cells[key * features.count + feature] }
    set { cells[key * features.count + feature] = newValue }
  }

  /// Takes back the values of events before a time; their times stay.
  ///
  /// The store keeps the times of events in whole seconds, cut as Feast cuts them.
  mutating func withhold(before oldest: Timestamp) {
    for index in cells.indices {
      guard let time = cells[index].eventSeconds, Timestamp(seconds: time) < oldest else { continue }
      cells[index].value = .null
      cells[index].isWithheld = true
    }
  }

  /// A feature of all keys, as an answer holds it.
  func column(_ feature: Int, named name: String) -> OnlineFeatures.Feature {
    let column = (0..<keyCount).map { self[$0, feature] }
    return OnlineFeatures.Feature(
      name: name, values: column.map(\.value), statuses: column.map(\.status),
      eventTimestamps: column.map { $0.eventSeconds.map { Timestamp(seconds: $0) } })
  }
}
