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
    case .int64: return value.exactInteger.map(FeatureValue.int64)
    case .int32: return value.exactInteger.flatMap { Int32(exactly: $0) }.map(FeatureValue.int32)
    case .double: return value.nearestDouble.map(FeatureValue.float64)
    case .float: return value.nearestDouble.map { .float32(Float($0)) }
    case .string: return value.pythonText.map(FeatureValue.string)
    case .bool: return truth(value).map(FeatureValue.bool)
    case .bytes, .pdfBytes, .imageBytes: if case .binary = value { return value }
    case .unixTimestamp:
      if case .timestamp = value { return value }
      return value.intValue.map { .timestamp(Timestamp(seconds: $0)) }
    case .json, .uuid, .timeUUID: if case .string = value { return value }
    case .decimal: return value.pythonText.map(FeatureValue.string)
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

  private static func truth(_ value: FeatureValue) -> Bool? {
    switch value {
    case .bool(let flag): flag
    case .int32(let number) where number == 0 || number == 1: number == 1
    case .int64(let number) where number == 0 || number == 1: number == 1
    default: nil
    }
  }

  /// The column in the declared type, when no value loses anything: numbers are not rounded.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` that names the column, both types and the first bad row.
  static func exact(_ column: Column, to type: FeastType, named name: String) throws -> Column {
    guard let wanted = type.columnType, !isKept(column, as: type, wanted) else {
      return try convert(column, to: type, named: name)
    }
    do {
      return try column.fitting(wanted)
    } catch {
      let numbers = column.type.innermost.isNumeric && wanted.innermost.isNumeric
      guard !numbers else {
        throw FeatureStoreError(
          .typeMismatch,
          "Column '\(name)' (\(column.type)) does not fit the declared type \(type). \(error) Convert the column first.",
          context: .init(column: name), underlying: error)
      }
      return try convert(column, to: type, named: name)
    }
  }

  /// Whether a column needs no conversion: times keep their unit.
  private static func isKept(_ column: Column, as type: FeastType, _ wanted: ColumnType) -> Bool {
    if column.type == wanted || (type == .unixTimestamp && column.type.isTimestamp) { return true }
    if case .list(let element) = column.type { return element.isTimestamp && type.element == .unixTimestamp }
    return false
  }

  /// The column with each value in the declared type; a number becomes the nearest one that the type has.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` that names the column, both types and the first bad row.
  static func convert(_ column: Column, to type: FeastType, named name: String) throws -> Column {
    guard let wanted = type.columnType else {
      throw FeatureStoreError(
        .notSupported, "Column '\(name)' is declared \(type), which cannot be written yet. Leave it out of the view.",
        context: .init(column: name))
    }
    if isKept(column, as: type, wanted) { return column }
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

extension ColumnType {
  /// The type of a list's elements, or the type itself.
  fileprivate var innermost: ColumnType {
    if case .list(let element) = self { element } else { self }
  }
}
