internal import DataFrames

/// The feature definitions of a project, under their names and in groups; kept in a JSON file that Python shares.
///
/// ```swift
/// var registry = FeatureRegistry()
/// try registry.register(spend, group: "behavioral")
/// try registry.save(to: "features.json")
/// ```
public struct FeatureRegistry: Sendable, Hashable {
  /// The version of the file format.
  public static let formatVersion = "1.0.0"

  /// The names of the features, in the order in which they were registered.
  public private(set) var featureNames: [String] = []
  private var definitions: [ByteKey: TemporalFeatureDefinition] = [:]
  /// In the order in which they were made.
  public private(set) var groups: [FeatureGroup] = []
  /// `created_at`, `version` and what else the file has there.
  package var metadata: [JSONMember]
  /// Top-level members of the file that this version does not know.
  package var unknown: [JSONMember] = []

  /// Creates an empty registry.
  public init() {
    metadata = [
      JSONMember("created_at", .string(PythonTime.now())), JSONMember("version", .string(Self.formatVersion)),
    ]
  }

  /// Adds a definition, and puts it into a group, which is made if it is not there.
  ///
  /// - Parameter overwrite: Replaces a definition of the same name, in its groups as well.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` if the name is taken and `overwrite`
  ///   is false; nothing has changed then.
  public mutating func register(
    _ feature: TemporalFeatureDefinition, group: String? = nil, overwrite: Bool = false
  ) throws {
    try refuseTaken([feature.name], overwrite)
    insert(feature)
    guard let group else { return }
    if let index = groups.firstIndex(where: { $0.name == group }) {
      groups[index].add(feature)
    } else {
      groups.append(
        FeatureGroup(
          name: group, description: "Feature group: \(group)", features: [feature], entityKey: feature.entityKey,
          timestampColumn: feature.timestampColumn))
    }
  }

  /// Adds a group with all its definitions.
  ///
  /// - Parameter overwrite: Replaces a group, and definitions, of the same names.
  /// - Throws: As ``register(_:group:overwrite:)``; nothing has changed then.
  public mutating func register(_ group: FeatureGroup, overwrite: Bool = false) throws {
    if !overwrite, self.group(group.name) != nil {
      throw FeatureStoreError(
        .conflict, "There is already a group '\(group.name)'. Pass `overwrite: true`, or name it otherwise.")
    }
    try refuseTaken(group.featureNames, overwrite)
    put(group)
    for feature in group.features { insert(feature) }
  }

  /// Removes a definition, from its groups as well; returns whether there was one.
  @discardableResult
  public mutating func remove(_ name: String) -> Bool {
    guard definitions.removeValue(forKey: ByteKey(name)) != nil else { return false }
    featureNames.removeAll { $0 == name }
    for index in groups.indices { groups[index].features.removeAll { $0.name == name } }
    return true
  }

  /// The definition of a name; nil if there is none.
  public func get(_ name: String) -> TemporalFeatureDefinition? { definitions[name] }

  /// The group of a name; nil if there is none.
  public func group(_ name: String) -> FeatureGroup? { groups.first { $0.name == name } }

  public var count: Int { featureNames.count }

  public func contains(_ name: String) -> Bool { definitions[name] != nil }

  /// The definitions in the order of registration.
  public var features: [TemporalFeatureDefinition] { featureNames.compactMap { definitions[$0] } }

  private func refuseTaken(_ names: [String], _ overwrite: Bool) throws {
    guard !overwrite, let taken = names.first(where: contains) else { return }
    throw FeatureStoreError(
      .conflict, "There is already a feature '\(taken)'. Pass `overwrite: true` to replace it, or name it otherwise.",
      context: .init(column: taken))
  }

  /// Puts a definition in place, and into every group that has one of its name.
  package mutating func insert(_ feature: TemporalFeatureDefinition) {
    if definitions.updateValue(feature, forKey: ByteKey(feature.name)) == nil { featureNames.append(feature.name) }
    for index in groups.indices where groups[index].feature(feature.name) != nil { groups[index].add(feature) }
  }

  /// Adds a group, or puts it where one of its name stands.
  package mutating func put(_ group: FeatureGroup) {
    if let index = groups.firstIndex(where: { $0.name == group.name }) {
      groups[index] = group
    } else {
      groups.append(group)
    }
  }
}
