internal import DataFrames

/// What an online read asks for: some features of one view. Made once for many reads.
struct OnlineQuery: Sendable {
  let table: OnlineTable
  /// Without repeats.
  let features: [String]
  let sql: String
  /// The names, in the order of `features`.
  let names: TextBuffer
  /// Whether the statement itself picks the features; otherwise it gives all rows of an entity.
  let picksFeatures: Bool

  /// - Parameter stored: How many features the view has. When half of them or more are wanted, reading an entity's rows
  ///   in one go is faster than looking for each.
  init(_ table: OnlineTable, features: [String], stored: Int) {
    self.table = table
    self.features = features
    var names = TextBuffer(rows: features.count)
    for feature in features { names.append(feature) }
    self.names = names
    picksFeatures = features.count * 2 < stored
    sql = table.selectSQL(features: picksFeatures ? features.count : nil)
  }
}
