public import DataFrames

/// A place that keeps features: the one abstraction behind every backend.
///
/// Adapters are safe to share between tasks. Each verb is described here once; a backend that cannot do one throws
/// ``FeatureStoreError/Code/notSupported`` and says what to use instead.
public protocol FeatureStoreAdapter: Sendable {
  /// Writes a frame's rows and makes them visible under the view's name.
  ///
  /// `merge` keeps the union of stored and new rows; of rows with the same key and event time the one with the newest
  /// created time stays, of those the last written. Nothing changes if an error is thrown.
  ///
  /// - Returns: The full name of the view in its backend.
  @discardableResult
  func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame, mode: WriteMode) async throws -> String

  /// Returns the entity frame, row for row, with the asked-for features as they were known at each row's time.
  ///
  /// A feature row counts when its time is not after the entity row's and, with a ttl, not older than it; both ends
  /// are inclusive. The latest wins, then the latest created, then the last written. Nothing found gives nulls; a null
  /// key or time finds nothing. Times without a zone are UTC.
  func getHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> DataFrame

  /// Copies the newest row per entity with an event time from `startDate` to `endDate`, both inclusive, to the online
  /// store. No views named means all. An older event never replaces a newer one.
  @discardableResult
  func materialize(
    featureViews: [String], startDate: FeatureDate, endDate: FeatureDate
  ) async throws -> [MaterializedView]

  /// Materializes from where the last materialization of each view ended.
  @discardableResult
  func materializeIncremental(featureViews: [String], endDate: FeatureDate) async throws -> [MaterializedView]

  /// Returns the online values of the given entities, in their order.
  func getOnlineFeatures(
    entityKeys: EntityKeys, featureRefs: [String], options: OnlineOptions
  ) async throws -> OnlineFeatures

  /// The feature views there are, by name.
  func listFeatureViews() async throws -> [FeatureViewSummary]

  /// Removes a view, its online values and its place in the registry; the data files stay.
  func deleteFeatureView(_ name: String) async throws

  /// Makes the table of a new view without any row.
  ///
  /// - Parameter schema: Its columns: keys, times and features, as ``DataFrame/schema`` gives them.
  /// - Returns: The full name of the view in its backend.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` if there is such a view already.
  @discardableResult
  func createTable(_ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]) async throws -> String

  /// Writes rows to the table of a view that is there, under the definition that it has.
  func writeTable(_ name: String, _ frame: DataFrame, mode: WriteMode) async throws

  /// Returns the rows of a table: keys, times and features, in no promised order.
  ///
  /// - Parameter version: A version that ``getTableMetadata(_:)`` lists; nil means the newest.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/versionNotFound`` that lists the versions.
  func readTable(_ name: String, version: Int64?) async throws -> DataFrame

  /// The columns, keys, row count and versions of a table.
  func getTableMetadata(_ name: String) async throws -> TableMetadata

  /// The names of the tables there are, sorted.
  func listTables() async throws -> [String]

  /// Removes a view and all its rows, of every version. This cannot be undone.
  func deleteTable(_ name: String) async throws
}

/// What a backend without tables of its own answers.
extension FeatureStoreAdapter {
  @discardableResult
  public func createTable(
    _ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]
  ) async throws -> String { throw Self.withoutTables("createTable", "registerFeatureView") }

  public func writeTable(_ name: String, _ frame: DataFrame, mode: WriteMode) async throws {
    throw Self.withoutTables("writeTable", "registerFeatureView")
  }

  public func readTable(_ name: String, version: Int64?) async throws -> DataFrame {
    throw Self.withoutTables("readTable", "getHistoricalFeatures")
  }

  public func getTableMetadata(_ name: String) async throws -> TableMetadata {
    throw Self.withoutTables("getTableMetadata", "listFeatureViews")
  }

  /// The names of the views, sorted.
  public func listTables() async throws -> [String] { try await listFeatureViews().map(\.name).sorted() }

  public func deleteTable(_ name: String) async throws { throw Self.withoutTables("deleteTable", "deleteFeatureView") }

  private static func withoutTables(_ verb: String, _ instead: String) -> FeatureStoreError {
    FeatureStoreError(.notSupported, "\(Self.self) has no `\(verb)`. Use `\(instead)` instead.")
  }
}

/// The short forms that most callers use.
extension FeatureStoreAdapter {
  @discardableResult
  public func registerFeatureView(_ config: FeatureViewConfig, _ frame: DataFrame) async throws -> String {
    try await registerFeatureView(config, frame, mode: .merge)
  }

  public func getHistoricalFeatures(entityDF: DataFrame, featureRefs: [String]) async throws -> DataFrame {
    try await getHistoricalFeatures(entityDF: entityDF, featureRefs: featureRefs, options: HistoricalOptions())
  }

  public func getOnlineFeatures(entityKeys: EntityKeys, featureRefs: [String]) async throws -> OnlineFeatures {
    try await getOnlineFeatures(entityKeys: entityKeys, featureRefs: featureRefs, options: OnlineOptions())
  }

  /// Adds rows to a table; of rows with the same key and event time the newest stays.
  public func writeTable(_ name: String, _ frame: DataFrame) async throws {
    try await writeTable(name, frame, mode: .merge)
  }

  /// The rows of the newest version of a table.
  public func readTable(_ name: String) async throws -> DataFrame { try await readTable(name, version: nil) }

  /// The view of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound`` that lists the views there are.
  public func featureView(_ name: String) async throws -> FeatureViewSummary {
    let views = try await listFeatureViews()
    guard let view = views.first(where: { $0.name == name }) else {
      throw FeatureStoreError.viewNotFound(name, existing: views.map(\.name))
    }
    return view
  }
}

extension FeatureStoreError {
  package static func viewNotFound(_ name: String, existing: [String]) -> FeatureStoreError {
    FeatureStoreError(
      .viewNotFound,
      "No feature view '\(name)'.\(hint(for: name, among: existing)) Views here: \(listed(existing.sorted())).",
      context: .init(view: name))
  }

  package static func featureNotFound(_ name: String, view: String, existing: [String]) -> FeatureStoreError {
    FeatureStoreError(
      .featureNotFound,
      "View '\(view)' has no feature '\(name)'.\(hint(for: name, among: existing)) Features there: \(listed(existing)).",
      context: .init(view: view, column: name))
  }
}
