internal import DataFrames
internal import FeatureStoreCore

/// Turns a key that a caller gives into the declared type of the join key, by Feast's rules for online requests.
///
/// Integers take integers, strings of whole numbers, whole floats and bools; strings take numbers and bools as Python's
/// `str()` writes them. Feast cuts a fraction off, and so answers 7.9 with entity 7; here such a key is refused.
enum KeyCoercion {
  /// - Returns: The key in the declared type; nil for a null key.
  static func coerce(_ value: FeatureValue, to key: FeastField) throws -> FeatureValue? {
    if value.isNull { return nil }
    if value.hasFraction, key.type == .int64 || key.type == .int32 { throw misfit(value, key) }
    let coerced: FeatureValue? =
      switch key.type {
      case .int64: value.keyInteger.map(FeatureValue.int64)
      case .int32: value.keyInteger.flatMap { Int32(exactly: $0) }.map(FeatureValue.int32)
      default: ValueConversion.convert(value, to: key.type)
      }
    guard let coerced else { throw misfit(value, key) }
    return coerced
  }

  private static func misfit(_ value: FeatureValue, _ key: FeastField) -> FeatureStoreError {
    FeatureStoreError(
      .typeMismatch,
      "Entity key '\(key.name)' is \(key.type), but a \(value.typeName) value was given that does not fit it. Give "
        + "values of that type.", context: .init(column: key.name))
  }
}

extension FeatureValue {
  /// Whether the value is a number that is not whole.
  fileprivate var hasFraction: Bool {
    switch self {
    case .float64(let number): number.isFinite && number != number.rounded(.towardZero)
    case .float32(let number): number.isFinite && number != number.rounded(.towardZero)
    default: false
    }
  }
}
