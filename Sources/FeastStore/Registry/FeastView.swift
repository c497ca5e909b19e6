internal import DataFrames
internal import FeatureStoreCore

/// A feature view as a registry holds it.
struct FeastView: Sendable {
  /// The join key of a view without entities, as Feast calls it.
  static let dummyKey = "__dummy_id"
  static let dummyEntity = "__dummy"

  /// How far a view is; anything but `unspecified` and `availableOnline` keeps Feast from reading it.
  enum State: Int, Sendable {
    case unspecified, created, generated, materializing, availableOnline
  }

  struct Interval: Hashable, Sendable {
    let start: Timestamp
    let end: Timestamp
  }

  let name: String
  let project: String
  /// The columns that name an entity, with their declared types, in the view's order.
  let joinKeys: [FeastField]
  let features: [FeastField]
  /// nil: no limit (absent, or zero as Feast writes it).
  let ttl: Duration?
  let isOnline: Bool
  let isDisabled: Bool
  let tags: [String: String]
  let description: String
  let owner: String
  let state: State
  /// In the order in which they were materialized.
  let materializationIntervals: [Interval]
  /// What makes the view's values and is not run here, as the end of a sentence; nil for a plain view.
  let unrunPart: String?
  private let sourceResult: Result<FeastFileSource, FeatureStoreError>

  init(
    name: String, project: String, joinKeys: [FeastField], features: [FeastField], ttl: Duration?, isOnline: Bool,
    isDisabled: Bool, tags: [String: String], description: String, owner: String, state: State,
    materializationIntervals: [Interval], source: Result<FeastFileSource, FeatureStoreError>,
    unrunPart: String? = nil
  ) {
    self.name = name
    self.project = project
    self.joinKeys = joinKeys
    self.features = features
    self.ttl = ttl
    self.isOnline = isOnline
    self.isDisabled = isDisabled
    self.tags = tags
    self.description = description
    self.owner = owner
    self.state = state
    self.materializationIntervals = materializationIntervals
    sourceResult = source
    self.unrunPart = unrunPart
  }

  /// Where the view's rows are.
  ///
  /// - Throws: A `FeatureStoreError` with code `notSupported` for a source that is no Parquet file or a view whose values
  ///   are not its source's own, or `corruptData` for one that lacks its path or its timestamp field.
  func fileSource() throws -> FeastFileSource {
    try refuseIfUnrun()
    return try sourceResult.get()
  }

  /// The source as it is declared, for a description; nil when it is no file.
  var declaredSource: FeastFileSource? { try? sourceResult.get() }

  /// Whether the view has one row for everybody rather than rows of entities.
  var isEntityless: Bool { joinKeys.count == 1 && joinKeys[0].name == Self.dummyKey }

  /// Up to when values were materialized; nil if never.
  var materializedUntil: Timestamp? { materializationIntervals.map(\.end).max() }

  /// The feature of a name.
  ///
  /// - Throws: A `FeatureStoreError` with code `featureNotFound` that lists the features there are.
  func feature(_ name: String) throws -> FeastField {
    guard let feature = features.first(where: { $0.name == name }) else {
      throw FeatureStoreError.featureNotFound(name, view: self.name, existing: features.map(\.name))
    }
    return feature
  }
}

/// A Parquet file, or a folder of them, that a view reads.
struct FeastFileSource: Hashable, Sendable {
  /// As the registry has it: relative to the repository, or absolute.
  let uri: String
  let timestampField: String
  let createdColumn: String?
  /// Column of the file → name in the view.
  let fieldMapping: [String: String]

  /// The path of the file, for a repository in a folder.
  func path(in repository: String) -> String { RepoPath.resolve(uri, in: repository) }

  /// The column of the file that holds what the view calls `name`.
  func column(for name: String) -> String {
    fieldMapping.filter { $0.value == name }.keys.sorted().first ?? name
  }
}
