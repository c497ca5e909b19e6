internal import DataFrames

/// The entities of an online request: for each entity key a list of values, all of one length.
///
/// ```swift
/// let keys: EntityKeys = ["customer_id": [1, 2, 3]]
/// ```
public struct EntityKeys: Sendable, ExpressibleByDictionaryLiteral {
  /// Names and values, in the order given.
  public let columns: [(name: String, values: [FeatureValue])]

  public init(dictionaryLiteral elements: (String, [FeatureValue])...) {
    columns = elements.map { (name: $0.0, values: $0.1) }
  }

  public init(_ columns: [(name: String, values: [FeatureValue])]) { self.columns = columns }

  /// Takes a dictionary, in the order of its names.
  public init(_ dictionary: [String: [FeatureValue]]) {
    columns = dictionary.sorted { $0.key < $1.key }.map { (name: $0.key, values: $0.value) }
  }

  /// The number of entities.
  ///
  /// - Throws: A ``FeatureStoreError`` if there are none, a name is repeated, or the lists differ in length.
  package func checkedCount() throws -> Int {
    guard let first = columns.first, !first.values.isEmpty else {
      throw FeatureStoreError(
        .invalidArgument, "No entity keys given. Name the key and its values: customer_id = 1, 2, 3.")
    }
    var seen: Set<ByteKey> = []
    for column in columns {
      guard column.values.count == first.values.count else {
        throw FeatureStoreError(
          .invalidArgument,
          "Entity key '\(column.name)' has \(column.values.count) values, '\(first.name)' has \(first.values.count).",
          context: .init(column: column.name))
      }
      guard seen.add(column.name) else {
        throw FeatureStoreError(
          .invalidArgument, "Entity key '\(column.name)' is given twice.", context: .init(column: column.name))
      }
    }
    return first.values.count
  }

  /// Refuses a feature column whose name a key of the request has, as the same historical request does.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/duplicateFeature``.
  package func refuseCollision(with column: String, view: String, full: Bool) throws {
    guard columns.contains(where: { $0.name == column }) else { return }
    let remedy = full ? "Rename the feature." : "Ask for full feature names."
    throw FeatureStoreError(
      .duplicateFeature, "Feature '\(column)' of view '\(view)' has the name of an entity key that is given. \(remedy)",
      context: .init(view: view, column: column))
  }

  package subscript(name: String) -> [FeatureValue]? { columns.first { $0.name == name }?.values }
}
