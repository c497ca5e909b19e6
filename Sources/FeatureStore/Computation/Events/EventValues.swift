internal import DataFrames
internal import FeatureStoreCore
internal import PointInTime

/// The values of one source column in the forms that accumulators need, and which rows have one.
struct EventValues {
  let column: Column
  /// Which rows hold a value; nil means all. A null and a NaN are none.
  let present: [Bool]?

  init(_ column: Column) {
    self.column = column
    let isNumber = Self.numberTest(column)
    if column.nullCount == 0 && isNumber == nil {
      present = nil
    } else {
      present = (0..<column.count).map { (row: Int) -> Bool in !column.isNull(row) && (isNumber?(row) ?? true) }
    }
  }

  /// Says which rows of a floating-point column are not NaN; nil for other columns and when none is NaN.
  private static func numberTest(_ column: Column) -> ((Int) -> Bool)? {
    switch column.storage {
    case .float64(let values): values.contains(where: \.isNaN) ? { !values[$0].isNaN } : nil
    case .float32(let values): values.contains(where: \.isNaN) ? { !values[$0].isNaN } : nil
    default: nil
    }
  }

  /// Whole numbers, bools as 0 and 1; nil for other columns.
  var integers: [Int64]? {
    switch column.storage {
    case .bool(let values): values.map { $0 ? 1 : 0 }
    case .int32(let values): values.map(Int64.init)
    case .int64(let values): values
    default: nil
    }
  }

  /// Floating-point numbers as doubles; nil for other columns.
  var doubles: [Double]? {
    switch column.storage {
    case .float64(let values): values
    case .float32(let values): values.map(Double.init)
    default: nil
    }
  }

  /// The unscaled numbers of decimals, all of one scale; nil for other columns.
  var decimals: [Int128]? { if case .decimal(let values, _, _) = column.storage { values } else { nil } }

  /// The digits after the point of a decimal column.
  var scale: Int { if case .decimal(_, let scale) = column.type { scale } else { 0 } }

  /// Numbers in the form in which they can be added exactly; nil for columns that hold none.
  var exact: ExactValues? {
    if let doubles { return .doubles(doubles) }
    return integers.map(ExactValues.integers) ?? decimals.map(ExactValues.decimals)
  }

  /// Times and days as counts that can be compared; nil for other columns.
  var ticks: [Int64]? {
    switch column.storage {
    case .timestamp(let counts, _, _): counts
    case .date(let days): days.map(Int64.init)
    default: nil
    }
  }

  /// An id for each value, equal for equal values.
  func distinctIDs(_ name: String) throws -> (ids: [Int32], count: Int) {
    var key = column
    switch column.storage {
    case .float64(let values): key = .int64(values.map { Int64(bitPattern: ($0 == 0 ? 0 : $0).bitPattern) })
    case .float32(let values): key = .int64(values.map { Int64(($0 == 0 ? 0 : $0).bitPattern) })
    case .decimal(let values, _, let scale):
      key = .string(values.map { DecimalValue(unscaled: $0, scale: scale).description })
    default: break
    }
    let index = try KeyIndex(columns: [key], rowCount: key.count, names: [name])
    return (index.rowIDs, index.count)
  }
}
