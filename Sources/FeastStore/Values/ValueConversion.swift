internal import DataFrames
internal import FeatureStoreCore

/// Turns a value into the type that a view declares for it, as far as its meaning survives.
///
/// Whole numbers fit any number type they are in range of; text that reads as a number becomes one; anything but bytes
/// and times becomes text as Python's `str()` writes it; whole seconds become times. The rest is an error.
enum ValueConversion {
  /// - Returns: The value in the declared type, or nil when it does not fit.
  static func convert(_ value: FeatureValue, to type: FeastType) -> FeatureValue? {
    if value.isNull { return .null }
    switch type {
    case .int64: return integer(value).map(FeatureValue.int64)
    case .int32: return integer(value).flatMap { Int32(exactly: $0) }.map(FeatureValue.int32)
    case .double: return number(value).map(FeatureValue.float64)
    case .float: return number(value).map { .float32(Float($0)) }
    case .string: return text(value).map(FeatureValue.string)
    case .bool: return truth(value).map(FeatureValue.bool)
    case .bytes: if case .binary = value { return value }
    case .unixTimestamp:
      if case .timestamp = value { return value }
      return value.intValue.map { .timestamp(Timestamp(seconds: $0)) }
    case .json, .uuid, .timeUUID: if case .string = value { return value }
    case .decimal: return text(value).map(FeatureValue.string)
    default: return type.element.flatMap { list(value, of: $0) }
    }
    return nil
  }

  private static func list(_ value: FeatureValue, of element: FeastType) -> FeatureValue? {
    guard case .list(let values) = value else { return nil }
    var converted: [FeatureValue] = []
    for value in values {
      guard let fitting = convert(value, to: element) else { return nil }
      converted.append(fitting)
    }
    return .list(converted)
  }

  private static func integer(_ value: FeatureValue) -> Int64? {
    switch value {
    case .int32(let number): Int64(number)
    case .int64(let number): number
    case .float32(let number): Int64(exactly: number)
    case .float64(let number): Int64(exactly: number)
    case .bool(let flag): flag ? 1 : 0
    case .string(let text): Int64(text)
    case .decimal(let number): number.unscaled(atScale: 0).flatMap { Int64(exactly: $0) }
    default: nil
    }
  }

  private static func number(_ value: FeatureValue) -> Double? {
    switch value {
    case .decimal(let number): Double(number.description)
    case .int32(let number): Double(number)
    case .int64(let number): Double(number)
    case .float32(let number): Double(number)
    case .float64(let number): number
    case .bool(let flag): flag ? 1 : 0
    case .string(let text): Double(text)
    default: nil
    }
  }

  static func text(_ value: FeatureValue) -> String? {
    switch value {
    case .int32(let number): String(number)
    case .int64(let number): String(number)
    case .float32(let number): PythonText.text(Double(number))
    case .float64(let number): PythonText.text(number)
    case .bool(let flag): PythonText.text(flag)
    case .string(let text): text
    case .decimal(let number): number.description
    default: nil
    }
  }

  private static func truth(_ value: FeatureValue) -> Bool? {
    switch value {
    case .bool(let flag): flag
    case .int32(let number) where number == 0 || number == 1: number == 1
    case .int64(let number) where number == 0 || number == 1: number == 1
    default: nil
    }
  }

  /// The column with each value in the declared type.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` that names the column, both types and the first bad row.
  static func convert(_ column: Column, to type: FeastType, named name: String) throws -> Column {
    guard let wanted = type.columnType else {
      throw FeatureStoreError(
        .notSupported, "Column '\(name)' is declared \(type), which cannot be written yet. Leave it out of the view.",
        context: .init(column: name))
    }
    if column.type == wanted || (type == .unixTimestamp && column.type.isTimestamp) { return column }
    if case .list(let element) = column.type, element.isTimestamp, type.element == .unixTimestamp { return column }
    if let exact = try? column.cast(to: wanted) { return exact }
    var values: [FeatureValue] = []
    values.reserveCapacity(column.count)
    for row in 0..<column.count {
      guard let value = convert(FeatureValue(column, row: row), to: type) else {
        throw FeatureStoreError(
          .typeMismatch,
          "Row \(row) of column '\(name)' (\(column.type)) does not fit the declared type \(type). "
            + "Convert the column, or register the view again with the column's own type.",
          context: .init(column: name))
      }
      values.append(value)
    }
    return values.allSatisfy(\.isNull) ? .nulls(wanted, count: column.count) : try Column(values)
  }
}
