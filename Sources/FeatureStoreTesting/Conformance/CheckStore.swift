internal import DataFrames
internal import FeatureStoreCore

/// What a check works with: an adapter, and names of views that nobody else uses.
final class CheckStore: Sendable {
  let adapter: any FeatureStoreAdapter
  let options: ConformanceOptions
  /// Begins the name of every view of this check.
  let prefix = "check_" + String(UInt64.random(in: .min ... .max), radix: 36)
  private let names = Locked<[String]>([])

  init(_ adapter: any FeatureStoreAdapter, _ options: ConformanceOptions) {
    self.adapter = adapter
    self.options = options
  }

  /// A new name, which is removed at the end if there is a view of it.
  func name(_ label: String = "v") -> String {
    names.withLock { (names: inout [String]) -> String in
      let name = "\(prefix)_\(names.count)_\(label)"
      names.append(name)
      return name
    }
  }

  /// The views of this check that are listed.
  func listedNames() async throws -> [String] {
    try await adapter.listFeatureViews().map(\.name).filter { $0.hasPrefix(prefix) }
  }

  /// Removes what the check made; a view that cannot be removed is left behind, as its check says what is wrong.
  func removeViews() async {
    guard let left = try? await listedNames() else { return }
    for name in left {
      if options.hasTables {
        try? await adapter.deleteTable(name)
      } else {
        try? await adapter.deleteFeatureView(name)
      }
    }
  }

  // MARK: Short forms of verbs

  func register(_ config: FeatureViewConfig, _ frame: DataFrame, _ mode: WriteMode = .merge) async throws {
    try await adapter.registerFeatureView(config, frame, mode: mode)
  }

  func historical(
    _ entities: DataFrame, _ references: [String], _ options: HistoricalOptions = HistoricalOptions()
  ) async throws -> DataFrame {
    try await adapter.getHistoricalFeatures(entityDF: entities, featureRefs: references, options: options)
  }

  func online(
    _ keys: EntityKeys, _ references: [String], _ options: OnlineOptions = OnlineOptions()
  ) async throws -> OnlineFeatures {
    try await adapter.getOnlineFeatures(entityKeys: keys, featureRefs: references, options: options)
  }

  @discardableResult
  func materialize(_ views: [String], _ start: FeatureDate, _ end: FeatureDate) async throws -> [MaterializedView] {
    try await adapter.materialize(featureViews: views, startDate: start, endDate: end)
  }

  /// Registers the customers, three of them in four rows, and returns the view's name.
  func registerCustomers(ttlDays: Int? = nil) async throws -> String {
    let config = FeatureViewConfig(
      name: name("customers"), entityKey: "customer_id", ttlDays: ttlDays, tags: ["team": "growth"],
      description: "who buys", owner: "ada")
    try await register(config, Customers.rows())
    return config.name
  }
}

/// A view as simple as possible: customers 1 to 3; customer 1 has two rows, customer 2 nulls.
enum Customers {
  static func rows() throws -> DataFrame {
    try DataFrame(columns: [
      ("customer_id", .int64([1, 2, 1, 3])),
      ("event_timestamp", try .timestamp(iso8601: ["2024-01-01", "2024-01-02", "2024-02-01", "2024-01-05"])),
      ("age", .int64([30, 40, 31, 50])), ("spend", .float64([1.5, nil, 3.25, 4])),
      ("city", .string(["Oslo", nil, "Bergen", ""])),
    ])
  }

  static func entities(_ ids: [Int64?], _ times: [String?]) throws -> DataFrame {
    try DataFrame(columns: [("customer_id", .int64(ids)), ("event_timestamp", try .timestamp(iso8601: times))])
  }
}
