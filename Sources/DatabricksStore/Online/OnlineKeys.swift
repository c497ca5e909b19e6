internal import DataFrames
internal import FeatureStoreCore

/// The entity keys of an online request in the types that a table declares.
struct OnlineKeys: Sendable {
  /// A column for each key of the table, in the table's order.
  let columns: [Column]

  /// - Throws: A ``FeatureStoreError`` that names a key without values, or a value that does not fit.
  init(_ keys: EntityKeys, of table: FeatureTable) throws {
    columns = try table.keys.map { (key: FeatureTable.Field) -> Column in
      guard let values = keys[key.name] else {
        throw FeatureStoreError(
          .entityKeyMissing,
          "View '\(table.view)' needs values for the entity key '\(key.name)'."
            + "\(renamingHint(for: key.name, among: keys.columns.map(\.name))) "
            + "Given: \(listed(keys.columns.map(\.name))).",
          context: .init(view: table.view, column: key.name))
      }
      let converted = try values.map { try Self.convert($0, key, table) }
      return try converted.allSatisfy(\.isNull) ? .nulls(key.type ?? .string, count: values.count) : Column(converted)
    }
  }

  /// A value in the declared type of a key, by the rules of Feast's online requests: whole numbers take text and floats,
  /// text takes numbers.
  static func convert(_ value: FeatureValue, _ key: FeatureTable.Field, _ table: FeatureTable) throws -> FeatureValue {
    if value.isNull { return .null }
    let converted: FeatureValue? =
      switch key.type {
      case .int32?: value.keyInteger.flatMap { Int32(exactly: $0) }.map(FeatureValue.int32)
      case .int64?: value.keyInteger.map(FeatureValue.int64)
      case .bool?: value.boolValue.map(FeatureValue.bool)
      case .string?: value.pythonText.map(FeatureValue.string)
      case .binary?: if case .binary = value { value } else { nil }
      case .date?, .timestamp?: try time(value)
      default: nil
      }
    guard let converted else {
      throw FeatureStoreError(
        .typeMismatch,
        "Entity key '\(key.name)' is \(key.sqlType), but a \(value.typeName) value was given that does not fit it.",
        context: .init(view: table.view, column: key.name))
    }
    return converted
  }

  private static func time(_ value: FeatureValue) throws -> FeatureValue? {
    switch value {
    case .timestamp: value
    case .string(let text): .timestamp(try FeatureDate(text).timestamp())
    default: value.intValue.map { .timestamp(Timestamp(seconds: $0)) }
    }
  }
}
