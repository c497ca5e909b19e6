internal import DataFrames
internal import FeatureStoreCore

/// The one cut-off date of all tables that a project publishes, kept as a tag of each table.
struct CutoffDate {
  /// The tag of a view that holds its cut-off as ISO 8601 text in UTC.
  static let tag = "cutoff_date"

  private let views: [FeatureViewSummary]

  /// - Parameter views: All views of the project.
  init(_ views: [FeatureViewSummary]) { self.views = views }

  /// The cut-off that the project's tables share, and one of the tables; nil if none was published yet.
  ///
  /// - Parameter replaced: A table that is to be replaced as a whole, and so does not count.
  func shared(without replaced: String? = nil) throws -> (date: Timestamp, table: String)? {
    for view in views where view.name != replaced {
      if let text = view.tags[Self.tag] { return (try FeatureDate(text).timestamp(), view.name) }
    }
    return nil
  }

  /// Whether there is a view of this name.
  func contains(_ table: String) -> Bool { views.contains { $0.name == table } }

  /// Another cut-off that came into force while a table was published for the first time, and its table; nil if the new
  /// table may stay.
  ///
  /// Of two tables that are published at the same time the one whose name sorts first stays.
  func other(than cutoff: Timestamp, keeping table: String) throws -> (date: Timestamp, table: String)? {
    for view in views {
      guard let text = view.tags[Self.tag] else { continue }
      let date = try FeatureDate(text).timestamp()
      if date != cutoff, view.name <= table { return (date, view.name) }
    }
    return nil
  }

  /// The cut-off for a table that is about to be published: the asked-for one, else the project's, else `now`.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that names both dates if another
  ///   one is in force, or if rows would be merged into a table that has no cut-off.
  func resolve(_ asked: FeatureDate?, table: String, mode: WriteMode, now: Timestamp) throws -> Timestamp {
    let asked = try asked?.timestamp()
    if mode == .merge, let stored = views.first(where: { $0.name == table }), stored.tags[Self.tag] == nil {
      throw FeatureStoreError(
        .conflict,
        "Table '\(table)' was not published with a cut-off date, so it may hold rows of any time. Replace it with "
          + "`mode: .overwrite`, or publish to another table.", context: .init(view: table))
    }
    guard let shared = try shared(without: mode == .overwrite ? table : nil) else { return asked ?? now }
    if let asked, asked != shared.date {
      throw FeatureStoreError(
        .conflict,
        "Table '\(table)' cannot be published with the cut-off date \(asked): table '\(shared.table)' of this project has "
          + "\(shared.date). Use that date, or publish every table anew.", context: .init(view: table))
    }
    return shared.date
  }
}
