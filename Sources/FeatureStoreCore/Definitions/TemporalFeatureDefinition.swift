public import DataFrames

/// What one feature is and how its value at a time follows from the events up to that time.
///
/// ```swift
/// let spend = try TemporalFeatureDefinition(
///   name: "total_spend_30d", description: "Spend of the last 30 days", entityKey: "customer_id",
///   sourceColumns: ["amount"], computationType: .window, aggregation: .sum, windowDays: 30, fillValue: 0.0)
/// ```
///
/// Two definitions are equal when all their fields are, those of a newer program that this one does not know included.
public struct TemporalFeatureDefinition: Sendable, Hashable {
  public let name: String
  public let description: String
  /// The column that says which entity a row is about.
  public let entityKey: String
  /// The column of event times; times without a zone are UTC.
  public let timestampColumn: String
  /// The columns, or for ``FeatureComputationType/ratio`` and ``FeatureComputationType/interaction`` also features, that
  /// the value is made from. Empty for a passthrough: the column of the feature's name.
  public let sourceColumns: [String]
  public let computationType: FeatureComputationType
  public let aggregation: TemporalAggregation?
  /// The length of a window in days of 24 hours: an event exactly this old is outside, one at the time itself inside.
  public let windowDays: Int?
  public let derivationFormula: String?
  /// The type of the values: `float64`, `float32`, `int64`, `int32`, `string`, `datetime`, `date` or `bool`.
  public let dataType: String
  /// What stands where there is no value; nil leaves a null.
  public let fillValue: FeatureValue?
  public let leakageRisk: LeakageRisk
  public let leakageNotes: String?
  public let tags: [String: String]
  /// When the definition was made, as ISO 8601 text; kept as it was loaded. nil: not known.
  public let createdAt: String?
  public let version: Int
  /// Members of the JSON object that this version does not know.
  package let unknown: UnknownMembers

  /// Creates a definition.
  ///
  /// - Parameter createdAt: nil stands for now, in UTC.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidArgument`` if a window lacks its days (1 to
  ///   106 751) or its aggregation, a derived feature its formula, or the name or the entity key is empty.
  public init(
    name: String, description: String, entityKey: String, timestampColumn: String = "feature_timestamp",
    sourceColumns: [String] = [], computationType: FeatureComputationType = .passthrough,
    aggregation: TemporalAggregation? = nil, windowDays: Int? = nil, derivationFormula: String? = nil,
    dataType: String = "float64", fillValue: FeatureValue? = nil, leakageRisk: LeakageRisk = .low,
    leakageNotes: String? = nil, tags: [String: String] = [:], createdAt: String? = nil, version: Int = 1
  ) throws {
    self.name = name
    self.description = description
    self.entityKey = entityKey
    self.timestampColumn = timestampColumn
    self.sourceColumns = sourceColumns
    self.computationType = computationType
    self.aggregation = aggregation
    self.windowDays = windowDays
    self.derivationFormula = derivationFormula
    self.dataType = dataType
    self.fillValue = fillValue == .null ? nil : fillValue
    self.leakageRisk = leakageRisk
    self.leakageNotes = leakageNotes
    self.tags = tags
    self.createdAt = createdAt ?? PythonTime.now()
    self.version = version
    unknown = UnknownMembers()
    try validate()
  }

  /// The feature's reference in a view: `view:name`.
  public func featureRef(_ view: String) -> String { FeatureReference(view: view, feature: name).description }

  /// The source columns that are not among `columns`, in their order.
  public func missingColumns(in columns: [String]) -> [String] { sourceColumns.filter { !columns.contains($0) } }

  /// The instant of ``createdAt``; a text without a zone is UTC.
  ///
  /// - Throws: A ``FeatureStoreError`` if the text is no time.
  public func createdDate() throws -> Timestamp? { try createdAt.map { try FeatureDate($0).timestamp() } }
}

extension TemporalFeatureDefinition {
  /// Reads the object that Python's `to_dict` writes; absent optional keys mean the defaults.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the feature and the key.
  package init(json: JSONValue, _ what: String) throws {
    var fields = try JSONFields(json, what)
    name = try fields.requiredText("name")
    description = try fields.text("description") ?? ""
    entityKey = try fields.requiredText("entity_key")
    timestampColumn = try fields.text("timestamp_column") ?? "feature_timestamp"
    sourceColumns = try fields.texts("source_columns")
    computationType = try fields.choice("computation_type", FeatureComputationType.self) ?? .passthrough
    aggregation = try fields.choice("aggregation", TemporalAggregation.self)
    windowDays = try fields.integer("window_days")
    derivationFormula = try fields.text("derivation_formula")
    dataType = try fields.text("data_type") ?? "float64"
    fillValue = try fields.take("fill_value").map { try FeatureValue(fillValue: $0, what) }
    leakageRisk = try fields.choice("leakage_risk", LeakageRisk.self) ?? .low
    leakageNotes = try fields.text("leakage_notes")
    let (tags, otherTags) = try fields.object("tags").splitTexts()
    self.tags = tags
    createdAt = try fields.text("created_at")
    version = try fields.integer("version") ?? 1
    unknown = UnknownMembers(members: fields.rest, tags: otherTags)
    try validate()
  }

  /// The longest window in days, about 292 years: what fits nanoseconds in an `Int64`.
  private static let longestWindow = 106_751

  private func validate() throws {
    func refuse(_ what: String) -> FeatureStoreError {
      FeatureStoreError(.invalidArgument, "Feature '\(name)' \(what)", context: .init(column: name))
    }
    if name.isEmpty { throw FeatureStoreError(.invalidArgument, "A feature definition has no name. Give it one.") }
    if entityKey.isEmpty { throw refuse("has no entity key. Name the column that says which entity a row is about.") }
    if let windowDays, !(1...Self.longestWindow).contains(windowDays) {
      throw refuse("has a window of \(windowDays) days. Give 1 to \(Self.longestWindow) days.")
    }
    switch computationType {
    case .window:
      if windowDays == nil { throw refuse("is a window, but has no `windowDays`. Say how many days it covers.") }
      if aggregation == nil { throw refuse("is a window, but has no aggregation. Choose one, such as sum.") }
    case .derived:
      if (derivationFormula ?? "").isEmpty {
        throw refuse("is derived, but has no `derivationFormula`. Write one, such as total_spend / total_orders.")
      }
    case .passthrough, .aggregation, .ratio, .interaction: break
    }
  }
}
