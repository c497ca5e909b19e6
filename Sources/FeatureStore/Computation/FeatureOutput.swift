internal import DataFrames
internal import FeatureStoreCore

/// Brings computed values into a feature's data type and puts its fill value where there is none.
struct FeatureOutput {
  let feature: TemporalFeatureDefinition

  /// - Parameter isDays: The values are differences of times in days; as integers they are whole days, rounded down.
  /// - Throws: A ``FeatureStoreError`` that names the feature if a value or the fill value does not fit its data type.
  func column(_ values: Column, isDays: Bool = false) throws -> Column {
    let target = try type()
    let typed = try converted(isDays && target != .float64 ? wholeDays(values) : values, to: target)
    guard let fillValue = feature.fillValue, typed.nullCount > 0 else { return typed }
    let filler = try converted(try filler(fillValue, target), to: target)
    let rows = (0..<typed.count).map { (row: Int) -> Int in typed.isNull(row) ? typed.count : row }
    return try Column.concatenating([typed, filler]).taking(rows)
  }

  private func type() throws -> ColumnType {
    switch feature.dataType.lowercased() {
    case "float64", "float", "double": return .float64
    case "float32": return .float32
    case "int64", "int", "long": return .int64
    case "int32": return .int32
    case "string", "str", "object", "category": return .string
    case "bool", "boolean": return .bool
    case "date": return .date
    case "datetime", "timestamp", "datetime64[ns]", "datetime64[us]": return .timestamp(.microseconds, utc: true)
    default:
      throw feature.failure(
        "has the data type '\(feature.dataType)'. Use float64, float32, int64, int32, string, datetime, date or bool.")
    }
  }

  private func wholeDays(_ values: Column) -> Column {
    guard case .float64(let days) = values.storage else { return values }
    return Column(.float64(days.map { $0.rounded(.down) }), validity: values.validity)
  }

  private func filler(_ value: FeatureValue, _ target: ColumnType) throws -> Column {
    guard target.isTimestamp || target == .date, let text = value.stringValue else { return try Column([value]) }
    let instant = try FeatureDate(text).timestamp()
    if target.isTimestamp { return .timestamp([instant]) }
    return .date([CivilDate(daysSinceEpoch: Int32(instant.seconds.flooredDivision(by: 86_400).quotient))])
  }

  private func converted(_ values: Column, to target: ColumnType) throws -> Column {
    do {
      switch (values.storage, target) {
      case (.bool(let flags), .float64), (.bool(let flags), .int64), (.bool(let flags), .int32):
        return try Column(.int32(flags.map { $0 ? 1 : 0 }), validity: values.validity).cast(to: target)
      case (.decimal, .float64):
        return Column(.float64(EventValues(values).doubles ?? []), validity: values.validity)
      case (_, .float32):
        guard case .float64(let numbers) = try converted(values, to: .float64).storage else { return values }
        return Column(.float32(numbers.map(Float.init)), validity: values.validity)
      case (.float64, .int32): return try values.cast(to: .int64).cast(to: .int32)
      case (_, .timestamp) where values.type.isTimestamp: return (try? values.cast(to: target)) ?? values
      default:
        let isEmpty = values.nullCount == values.count
        return isEmpty ? .nulls(target, count: values.count) : try values.cast(to: target)
      }
    } catch let error as DataFrameError {
      let remedy = error.code == .inexact ? "Use data_type float64, or floor(…) in a formula." : "Change its data_type."
      throw FeatureStoreError(
        .typeMismatch, "Feature '\(feature.name)' has the data type \(feature.dataType). \(error.message) \(remedy)",
        context: .init(column: feature.name), underlying: error)
    }
  }
}
