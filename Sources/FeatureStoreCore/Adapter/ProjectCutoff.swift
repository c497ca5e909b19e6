package import DataFrames

/// Stores that keep the one cut-off date of the tables that a project publishes.
///
/// A table has the date from its first publication on. Every way of writing to it then refuses rows that are later, and
/// every table of the project has the same date.
public protocol CutoffDateAdapter: FeatureStoreAdapter {
  /// Whether two writers at once are kept apart, so that the first decides and the other is refused.
  var decidesCutoffDatesAtomically: Bool { get }

  /// Moves the cut-off date of all tables that have one.
  ///
  /// - Parameter droppingLaterRows: Whether rows after a date that is earlier than before are taken out of their tables.
  /// - Returns: The names of the tables, sorted; none if no table was published.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that names the tables with rows after
  ///   the date, unless they are to be dropped; no date has moved then.
  @discardableResult
  func setCutoffDate(_ date: FeatureDate, droppingLaterRows: Bool) async throws -> [String]
}

extension CutoffDateAdapter {
  public var decidesCutoffDatesAtomically: Bool { true }
}

/// The rules of the cut-off date, decided from the tags that the tables of a project have.
package struct ProjectCutoff {
  /// The tag of a table that holds its cut-off date, as ISO 8601 text in UTC.
  package static let tag = "featurestore_cutoff_date"
  /// The tag that held it before; somebody else's tag of this name holds another text.
  private static let earlierTag = "cutoff_date"

  /// A date that cannot be read is an error only where it is needed.
  private let tables: [(name: String, date: Result<Timestamp?, any Error>)]

  package init(_ tables: [(name: String, tags: [String: String])]) {
    self.tables = tables.map { (name: String, tags: [String: String]) in
      (name, Result { try Self.date(of: name, tags: tags) })
    }
  }

  package init(_ views: [FeatureViewSummary]) { self.init(views.map { ($0.name, $0.tags) }) }

  /// The date that a table has; nil for one that was not published.
  package static func date(of table: String, tags: [String: String]) throws -> Timestamp? {
    if let text = tags[tag] {
      do {
        return try FeatureDate(text).timestamp()
      } catch {
        throw FeatureStoreError(
          .corruptData,
          "Table '\(table)' has the tag \(tag)=\(text), which is no time. Set the date anew: featurestore cutoff set TIME",
          context: .init(view: table), underlying: error)
      }
    }
    guard let text = tags[earlierTag], let date = try? FeatureDate(text).timestamp(), date.description == text else {
      return nil
    }
    return date
  }

  /// The date that the tables share, and one of them; nil if none was published yet.
  ///
  /// - Parameter table: A table that does not count.
  /// - Throws: A ``FeatureStoreError`` that names a table whose date cannot be read.
  package func shared(without table: String? = nil) throws -> (date: Timestamp, table: String)? {
    for other in tables where other.name != table {
      if let date = try other.date.get() { return (date, other.name) }
    }
    return nil
  }

  /// The names of the tables that have a date, readable or not, sorted.
  package var tableNames: [String] {
    tables.filter { (table: (name: String, date: Result<Timestamp?, any Error>)) -> Bool in
      guard case .success(nil) = table.date else { return true }
      return false
    }.map(\.name).sorted()
  }

  /// The date that a configuration's tags ask for.
  package static func asked(_ config: FeatureViewConfig) throws -> Timestamp? {
    try date(of: config.name, tags: config.tags.filter { $0.key == tag })
  }

  package func contains(_ table: String) -> Bool { tables.contains { $0.name == table } }

  /// The date that a table has after a write; nil if it was and is not published.
  ///
  /// The only published table may be replaced as a whole under another date. What says nothing of a date keeps the one
  /// there is.
  ///
  /// - Parameter asked: The date that the writer wants; nil: the table's own.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that names both dates if another
  ///   one is in force, or if rows would be merged into a table that has none.
  package func date(of table: String, asked: Timestamp?, mode: WriteMode) throws -> Timestamp? {
    let stored = tables.first { $0.name == table }
    guard let asked else { return try stored?.date.get() }
    if mode == .merge, let stored, try stored.date.get() == nil {
      throw FeatureStoreError(
        .conflict,
        "Table '\(table)' was not published with a cut-off date, so it may hold rows of any time. Replace it with "
          + "`mode: .overwrite`, or publish to another table.", context: .init(view: table))
    }
    if let other = try shared(without: mode == .overwrite ? table : nil), other.date != asked {
      throw FeatureStoreError(
        .conflict,
        "Table '\(table)' cannot be published with the cut-off date \(asked): table '\(other.table)' of this project has "
          + "\(other.date). Use that date, or move it for all tables: featurestore cutoff set TIME",
        context: .init(view: table))
    }
    return asked
  }

  /// A configuration's tags as the table keeps them.
  package static func tags(_ tags: [String: String], with date: Timestamp?) -> [String: String] {
    var tags = tags
    tags[tag] = date?.description
    return tags
  }

  /// Refuses rows that are later than the table's date.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that says how many there are.
  package static func refuse(_ times: Column, after date: Timestamp, table: String) throws {
    let late = try rows(times, after: date).count
    guard late > 0 else { return }
    throw FeatureStoreError(
      .conflict,
      "\(late) of \(times.count) rows for table '\(table)' are after its cut-off date \(date). Leave them out, or move the "
        + "date for all tables: featurestore cutoff set TIME", context: .init(view: table))
  }

  /// The rows whose time is later.
  package static func rows(_ times: Column, after date: Timestamp) throws -> [Int] {
    let typed = times.type == .date ? try times.cast(to: .timestamp(.milliseconds, utc: true)) : times
    let values = try typed.values(as: Timestamp.self)
    return values.indices.filter { (row: Int) -> Bool in values[row].map { $0 > date } ?? false }
  }

  /// The error for a date that would leave a table without rows.
  package static func allRows(of table: String, after date: Timestamp) -> FeatureStoreError {
    FeatureStoreError(
      .emptyFrame, "All rows of table '\(table)' are after \(date). Delete the table, or choose a later date.",
      context: .init(view: table))
  }

  /// The error for a date that is earlier than rows of these tables.
  package static func earlierThanRows(_ date: Timestamp, _ tables: [(name: String, rows: Int)]) -> FeatureStoreError {
    let listing = tables.map { "'\($0.name)' has \($0.rows)" }.joined(separator: ", ")
    return FeatureStoreError(
      .conflict,
      "The cut-off date cannot move to \(date), as there are later rows: table \(listing). Take them out in the same "
        + "step: featurestore cutoff set \(date) --drop-later-rows", context: .init(view: tables.first?.name))
  }
}
