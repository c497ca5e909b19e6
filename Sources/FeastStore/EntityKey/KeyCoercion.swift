internal import DataFrames
internal import FeatureStoreCore

/// Turns a key that a caller gives into the declared type of the join key, by Feast's rules for online requests.
///
/// Integers take integers, whole-number text, floats (cut toward zero) and bools; text takes numbers and bools as
/// Python's `str()` writes them.
enum KeyCoercion {
  /// - Returns: The key in the declared type; nil for a null key.
  static func coerce(_ value: FeatureValue, to key: FeastField) throws -> FeatureValue? {
    if value.isNull { return nil }
    let coerced: FeatureValue? =
      switch key.type {
      case .int64: value.keyInteger.map(FeatureValue.int64)
      case .int32: value.keyInteger.flatMap { Int32(exactly: $0) }.map(FeatureValue.int32)
      default: ValueConversion.convert(value, to: key.type)
      }
    guard let coerced else {
      throw FeatureStoreError(
        .typeMismatch,
        "Entity key '\(key.name)' is \(key.type), but a \(value.typeName) value was given that does not fit it.",
        context: .init(column: key.name))
    }
    return coerced
  }
}
