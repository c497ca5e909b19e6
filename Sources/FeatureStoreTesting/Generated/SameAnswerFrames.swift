public import DataFrames
public import FeatureStoreCore

/// Generated views and questions, the same on every machine, by which two adapters are compared cell by cell.
///
/// ```swift
/// let frames = try SameAnswerFrames(prefix: "nightly")
/// for question in frames.questions {
///   let expected = try await question.answer(InMemoryAdapter())
///   let answer = try await question.answer(store)
///   if let difference = answer.difference(from: expected) { print(question.name, difference) }
/// }
/// ```
///
/// Each question is about two views: one with every type of feature and one key, one with two keys. Between them the
/// questions have null values, keys and times, equal times decided by created time or by place, no ttl, ttls whose ends
/// are hit exactly, duplicate entity rows, merges in several pieces, keys of several types, and full names.
public struct SameAnswerFrames: Sendable {
  /// What is registered and asked.
  public struct Question: Sendable, CustomStringConvertible {
    public let name: String
    /// The registrations, in order; a view that comes again is merged.
    public let registrations: [(config: FeatureViewConfig, frame: DataFrame)]
    public let entities: DataFrame
    public let featureRefs: [String]
    public let options: HistoricalOptions

    public var description: String { name }

    /// How many feature values the answer has, nulls included.
    public var valueCount: Int { entities.rowCount * featureRefs.count }

    /// Registers the views with an adapter and asks it.
    public func answer(_ adapter: some FeatureStoreAdapter) async throws -> DataFrame {
      for (config, frame) in registrations { try await adapter.registerFeatureView(config, frame, mode: .merge) }
      return try await adapter.getHistoricalFeatures(entityDF: entities, featureRefs: featureRefs, options: options)
    }
  }

  public let questions: [Question]

  /// The types of features that the questions have, unless others are asked for.
  public static let featureTypes: [ColumnType] = [
    .bool, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp(.microseconds, utc: true),
    .decimal(precision: 18, scale: 4), .decimal(precision: 38, scale: 0), .list(.float32), .list(.int64),
    .list(.string),
  ]

  /// - Parameters:
  ///   - prefix: Begins the names of all views, so that they have no other's in a store that is shared.
  ///   - rows: The rows of each entity frame. With the default the answers hold more than 100,000 values.
  ///   - types: The types of features.
  public init(prefix: String, rows: Int = 600, types: [ColumnType] = featureTypes) throws {
    questions = try (1...10).map { try Self.question($0, prefix, rows, types) }
  }

  /// All feature values of all answers, nulls included.
  public var valueCount: Int { questions.reduce(0) { $0 + $1.valueCount } }

  private static func question(_ seed: Int, _ prefix: String, _ rows: Int, _ types: [ColumnType]) throws -> Question {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let shapes = shapes(seed, prefix, rows, types)
    let views = try shapes.map { try GeneratedView($0, &numbers) }
    let entities = try GeneratedEntities.frame(shapes, rows: rows, unit: .microseconds, &numbers)
    return Question(
      name: "seed \(seed)", registrations: views.flatMap { view in view.pieces.map { (view.config, $0) } },
      entities: entities,
      featureRefs: views.flatMap { view in view.config.features.map { "\(view.config.name):\($0)" } },
      options: HistoricalOptions(
        fullFeatureNames: true, filterByCreatedTimestamp: seed % 5 == 0))
  }

  /// One view with a key and all types, one with two keys, of which the entities of the first have one.
  static func shapes(_ seed: Int, _ prefix: String, _ rows: Int, _ types: [ColumnType]) -> [ViewShape] {
    let keys: [(name: String, type: ColumnType)] = [("customer_id", .int64), ("shop", .string)]
    let single = keys[seed % 2]
    let features = types.enumerated().map { (name: "f\($0)", type: $1) }
    // Rows that were created late hide others only where no two compete: a merge keeps one of them.
    let isFiltered = seed % 5 == 0
    let all = ViewShape(
      name: "\(prefix)_all_\(seed)", keys: [single], features: features, ttlDays: [nil, 1, 2, 5, 0][seed % 5],
      hasCreated: seed % 3 != 0 || isFiltered, pieces: [rows / 3, rows / 3], keyCount: [5, 20, 60][seed % 3],
      hasTies: !isFiltered)
    let pairs = ViewShape(
      name: "\(prefix)_pairs_\(seed)", keys: seed % 4 < 2 ? keys : keys.reversed(), features: Array(features.prefix(6)),
      ttlDays: [3, nil][seed % 2], hasCreated: seed % 2 == 0, pieces: [rows / 2, rows / 6, rows / 6], keyCount: 6,
      hasTies: !isFiltered)
    return [all, pairs]
  }
}
