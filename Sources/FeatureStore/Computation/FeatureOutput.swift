internal import DataFrames
internal import FeatureStoreCore

/// Brings computed values into a feature's data type and puts its fill value where there is none.
struct FeatureOutput {
  private let feature: TemporalFeatureDefinition
  private let target: Target

  private enum Target: Equatable {
    case type(ColumnType)
    /// Decimals with the precision and scale that they come with.
    case decimal
  }

  /// - Throws: A ``FeatureStoreError`` that names the feature if its data type is not known, or its fill value does not
  ///   fit the type.
  init(_ feature: TemporalFeatureDefinition) throws {
    self.feature = feature
    target = try Self.target(feature)
    if let fillValue = feature.fillValue { _ = try filler(fillValue, type) }
  }

  /// The type of the column when nothing is known of the values.
  var type: ColumnType {
    switch target {
    case .type(let type): type
    case .decimal: .decimal(precision: 38, scale: 18)
    }
  }

  var isFloatingPoint: Bool { target == .type(.float64) || target == .type(.float32) }

  /// Whether a sum, unscaled, is small enough: 38 digits, or for integers of scale 0 the bits of the type.
  func mayHold(_ sum: Int128, scale: Int) -> Bool {
    switch target {
    case .type(.int64) where scale == 0: Int64(exactly: sum) != nil
    case .type(.int32) where scale == 0: Int32(exactly: sum) != nil
    default: sum.magnitude < DecimalValue.limit
    }
  }

  /// - Throws: A ``FeatureStoreError`` that names the feature if a value or the fill value does not fit its data type.
  func column(_ values: Column, isDays: Bool = false) throws -> Column {
    let typed = try converted(isDays && isInteger ? wholeDays(values) : values)
    guard let fillValue = feature.fillValue, typed.nullCount > 0 else { return typed }
    let filler = try filler(fillValue, typed.type)
    let rows = (0..<typed.count).map { (row: Int) -> Int in typed.isNull(row) ? typed.count : row }
    return try Column.concatenating([typed, filler]).taking(rows)
  }

  /// Checks that values of a type can become the feature's, without any values.
  func check(_ type: ColumnType) throws {
    _ = try converted(Column(Column.nulls(type, count: 1).storage))
  }

  private var isInteger: Bool { target == .type(.int64) || target == .type(.int32) }

  private static func target(_ feature: TemporalFeatureDefinition) throws -> Target {
    switch feature.dataType.lowercased() {
    case "float64", "float", "double": return .type(.float64)
    case "float32": return .type(.float32)
    case "int64", "int", "long": return .type(.int64)
    case "int32": return .type(.int32)
    case "string", "str", "object", "category": return .type(.string)
    case "bool", "boolean": return .type(.bool)
    case "date": return .type(.date)
    case "datetime", "timestamp", "datetime64[ns]", "datetime64[us]": return .type(.timestamp(.microseconds, utc: true))
    case "decimal": return .decimal
    case let text:
      if let decimal = decimalType(text) { return .type(decimal) }
      throw feature.failure(
        "has the data type '\(feature.dataType)'. Use float64, float32, int64, int32, string, datetime, date, bool, "
          + "decimal or decimal(precision,scale).")
    }
  }

  /// `decimal(10,2)`: up to 38 digits, of which the scale says how many stand after the point.
  private static func decimalType(_ text: String) -> ColumnType? {
    guard text.hasPrefix("decimal("), text.hasSuffix(")") else { return nil }
    let parts = text.dropFirst(8).dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.map { Int($0.filter { $0 != " " }) }
    guard numbers.count == 2, let precision = numbers[0], let scale = numbers[1], (1...38).contains(precision),
      (0...precision).contains(scale)
    else { return nil }
    return .decimal(precision: precision, scale: scale)
  }

  private func wholeDays(_ values: Column) -> Column {
    guard case .float64(let days) = values.storage else { return values }
    return Column(.float64(days.map { $0.rounded(.down) }), validity: values.validity)
  }

  /// The fill value as a column of one row.
  private func filler(_ value: FeatureValue, _ type: ColumnType) throws -> Column {
    do {
      return try converted(try parsed(value, type), to: type)
    } catch {
      throw FeatureStoreError(
        .typeMismatch,
        "Feature '\(feature.name)' has a fill value that does not fit its data type \(feature.dataType): "
          + "\(FeatureFault(error).error.message)", context: .init(column: feature.name), underlying: error)
    }
  }

  private func parsed(_ value: FeatureValue, _ type: ColumnType) throws -> Column {
    if case .decimal = type, let text = value.pythonText, let decimal = DecimalValue(text) {
      return .decimal([decimal])
    }
    guard type.isTimestamp || type == .date, let text = value.stringValue else { return try Column([value]) }
    let instant = try FeatureDate(text).timestamp()
    if type.isTimestamp {
      return .timestamp([instant], unit: instant.nanoseconds % 1_000 == 0 ? .microseconds : .nanoseconds)
    }
    guard let day = Int32(exactly: instant.seconds.flooredDivision(by: 86_400).quotient) else {
      throw FeatureStoreError(.invalidArgument, "'\(text)' is no date.")
    }
    return .date([CivilDate(daysSinceEpoch: day)])
  }

  private func converted(_ values: Column) throws -> Column {
    switch target {
    case .type(let type): return try converted(values, to: type)
    case .decimal:
      if case .decimal = values.type { return values }
      let isWhole = values.type == .int32 || values.type == .int64 || values.type == .bool
      return try converted(values, to: .decimal(precision: 38, scale: isWhole ? 0 : 18))
    }
  }

  private func converted(_ values: Column, to type: ColumnType) throws -> Column {
    do {
      return try TypeConversion(type).apply(values)
    } catch {
      throw FeatureStoreError(
        .typeMismatch,
        "Feature '\(feature.name)' has the data type \(feature.dataType). \(error.message) \(remedy(error, values))",
        context: .init(column: feature.name), underlying: error)
    }
  }

  private func remedy(_ error: DataFrameError, _ values: Column) -> String {
    guard error.code == .inexact else { return "Change its data_type." }
    switch values.type {
    case .int32, .int64: return "Use data_type int64."
    case .decimal: return "Use data_type decimal or float64."
    default: return isInteger ? "Use data_type float64, or floor(…) in a formula." : "Use a wider data_type."
    }
  }
}

/// Converts columns to the type of a feature: what a cast allows, and beside it flags to numbers and all to and from decimals.
private struct TypeConversion {
  private let target: ColumnType

  init(_ target: ColumnType) { self.target = target }

  func apply(_ values: Column) throws(DataFrameError) -> Column {
    if values.type == target { return values }
    if values.nullCount == values.count { return .nulls(target, count: values.count) }
    switch (values.storage, target) {
    case (.bool(let flags), .float64), (.bool(let flags), .float32), (.bool(let flags), .int64),
      (.bool(let flags), .int32), (.bool(let flags), .decimal):
      return try apply(Column(.int32(flags.map { $0 ? 1 : 0 }), validity: values.validity))
    case (_, .float32):
      guard case .float64(let numbers) = try TypeConversion(.float64).apply(values).storage else { return values }
      if numbers.contains(where: { $0.isFinite && !Float($0).isFinite }) {
        throw DataFrameError(.outOfRange, "A value is beyond the range of float32. Use float64.")
      }
      return Column(.float32(numbers.map(Float.init)), validity: values.validity)
    case (.decimal(let numbers, _, let scale), .float64):
      let doubles = numbers.map { DecimalValue(unscaled: $0, scale: scale).nearestDouble }
      return Column(.float64(doubles), validity: values.validity)
    case (.decimal(let numbers, _, let scale), .int64):
      return Column(
        .int64(try rescaled(numbers, scale, to: 0, values) { Int64(exactly: $0) }), validity: values.validity)
    case (.decimal, .int32), (.float64, .int32):
      return try TypeConversion(.int64).apply(values).cast(to: .int32)
    case (.decimal(let numbers, _, let scale), .decimal(let precision, let wanted)):
      let limit = (0..<precision).reduce(UInt128(1)) { (power: UInt128, _: Int) -> UInt128 in power * 10 }
      let fitting = try rescaled(numbers, scale, to: wanted, values) { $0.magnitude < limit ? $0 : nil }
      return Column(.decimal(fitting, precision: precision, scale: wanted), validity: values.validity)
    case (.int32(let numbers), .decimal): return try apply(whole(numbers, values))
    case (.int64(let numbers), .decimal): return try apply(whole(numbers, values))
    case (_, .timestamp) where values.type.isTimestamp: return (try? values.cast(to: target)) ?? values
    default: return try values.cast(to: target)
    }
  }

  private func whole(_ numbers: [some FixedWidthInteger], _ values: Column) -> Column {
    Column(.decimal(numbers.map { Int128($0) }, precision: 38, scale: 0), validity: values.validity)
  }

  private func rescaled<Value: Numeric>(
    _ numbers: [Int128], _ scale: Int, to wanted: Int, _ values: Column, _ convert: (Int128) -> Value?
  ) throws(DataFrameError) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(numbers.count)
    for (row, number) in numbers.enumerated() {
      let fitting = DecimalValue(unscaled: number, scale: scale).unscaled(atScale: wanted).flatMap(convert)
      guard let fitting = fitting ?? (values.isNull(row) ? 0 : nil) else {
        throw DataFrameError(.inexact, "Row \(row) of a \(values.type) column has no exact counterpart in \(target).")
      }
      result.append(fitting)
    }
    return result
  }
}
