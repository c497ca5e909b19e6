/// What becomes of the values of a column in each group.
///
/// Nulls are passed over, and so is NaN; a group without any other value has the answer null, and the count 0.
public struct Aggregation: Sendable, Hashable {
  enum Kind: String {
    case rows, count, distinctCount, sum, mean, standardDeviation, minimum, maximum, first, last
  }

  let kind: Kind
  let column: String
  /// The name of the column in the result.
  public let outputName: String

  private init(_ kind: Kind, _ column: String, _ outputName: String?, _ suffix: String) {
    self.kind = kind
    self.column = column
    self.outputName = outputName ?? "\(column)_\(suffix)"
  }

  /// The number of rows as `int64`, nulls included.
  public static func count(as name: String = "count") -> Aggregation { Aggregation(.rows, "", name, "") }

  /// The number of values as `int64`; by default named `column_count`.
  public static func count(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.count, column, name, "count")
  }

  /// The number of different values as `int64`; by default named `column_distinct`.
  public static func distinctCount(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.distinctCount, column, name, "distinct")
  }

  /// The sum: exact `int64` for integers and bools, exact decimals, `float64` with compensation for rounding; by default
  /// named `column_sum`.
  public static func sum(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.sum, column, name, "sum")
  }

  /// The arithmetic mean as `float64`; by default named `column_mean`.
  public static func mean(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.mean, column, name, "mean")
  }

  /// The sample standard deviation (divisor n − 1) as `float64`, null for fewer than two values; by default named
  /// `column_std`.
  public static func standardDeviation(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.standardDeviation, column, name, "std")
  }

  /// The smallest value, in the column's own type; strings by their bytes. By default named `column_min`.
  public static func minimum(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.minimum, column, name, "min")
  }

  /// The largest value, in the column's own type; strings by their bytes. By default named `column_max`.
  public static func maximum(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.maximum, column, name, "max")
  }

  /// The value of the group's first row, which can be null; by default named `column_first`.
  public static func first(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.first, column, name, "first")
  }

  /// The value of the group's last row, which can be null; by default named `column_last`.
  public static func last(_ column: String, as name: String? = nil) -> Aggregation {
    Aggregation(.last, column, name, "last")
  }
}

extension Aggregation {
  /// A value for each group.
  func column(_ grouped: GroupedFrame) throws(DataFrameError) -> Column {
    let groups = grouped.groups
    if kind == .rows { return .int64(groups.sizes.map(Int64.init)) }
    let column = try grouped.frame.column(column)
    switch kind {
    case .rows, .count: return .int64(groups.valueCounts(column).map(Int64.init))
    case .distinctCount: return .int64(try groups.distinctCounts(column).map(Int64.init))
    case .first: return column.taking(groups.firstRows)
    case .last: return column.taking(groups.lastRows)
    case .minimum: return column.taking(try groups.extremeRows(column, descending: false))
    case .maximum: return column.taking(try groups.extremeRows(column, descending: true))
    case .sum, .mean, .standardDeviation: return try statistic(column, groups)
    }
  }

  /// Gathers each group's rows and asks the column of them.
  private func statistic(_ column: Column, _ groups: RowGroups) throws(DataFrameError) -> Column {
    guard let type = column.type.sumType else {
      throw DataFrameError(.typeMismatch, "A \(column.type) column has no \(kind.rawValue). It needs numbers.")
    }
    let (sorted, starts) = (column.taking(groups.rowsByGroup), groups.starts)
    var sums: [Column] = []
    var numbers: [Double?] = []
    for group in 0..<groups.count {
      let values = sorted.slice(starts[group]..<starts[group + 1])
      switch kind {
      case .sum: sums.append(try values.exactSum(type))
      case .mean: numbers.append(try values.mean())
      default: numbers.append(try values.std())
      }
    }
    if kind != .sum { return .float64(numbers) }
    return sums.isEmpty ? .nulls(type, count: 0) : try Column.concatenating(sums)
  }
}

extension ColumnType {
  /// The type in which values add up; nil for what is no number.
  fileprivate var sumType: ColumnType? {
    switch self {
    case .bool, .int32, .int64: .int64
    case .float32, .float64: .float64
    case .decimal(_, let scale): .decimal(precision: 38, scale: scale)
    case .string, .binary, .date, .timestamp, .list: nil
    }
  }
}

extension Column {
  /// The sum of the values as a column of one row.
  fileprivate func exactSum(_ type: ColumnType) throws(DataFrameError) -> Column {
    switch self.type {
    case .bool:
      let values = try values(as: Bool.self)
      let count = values.lazy.compactMap { $0 }.reduce(Int64(0)) { (sum: Int64, flag: Bool) in sum + (flag ? 1 : 0) }
      return .int64([nullCount == self.count ? nil : count])
    case .int32: return .int64([try values(as: Int32.self).sum()])
    case .int64: return .int64([try values(as: Int64.self).sum()])
    case .float32: return .float64([try values(as: Float.self).sum()])
    case .float64: return .float64([try values(as: Double.self).sum()])
    default:
      guard let sum = try values(as: DecimalValue.self).sum() else { return .nulls(type, count: 1) }
      return try Column.decimal([sum]).cast(to: type)
    }
  }
}

extension RowGroups {
  /// All rows as one group, which is there even without rows.
  init(oneOf rowCount: Int) { self.init(ids: [Int](repeating: 0, count: rowCount), firstRows: [rowCount > 0 ? 0 : -1]) }

  /// Where the rows of each group start in ``rowsByGroup``, and the number of all rows last.
  var starts: [Int] {
    sizes.reduce(into: [0]) { (starts: inout [Int], size: Int) in starts.append((starts.last ?? 0) + size) }
  }

  /// The row numbers, group by group, each group in the order of the frame.
  var rowsByGroup: [Int] {
    var next = starts
    var rows = [Int](repeating: 0, count: ids.count)
    for (row, id) in ids.enumerated() {
      rows[next[id]] = row
      next[id] += 1
    }
    return rows
  }

  var lastRows: [Int] {
    var rows = firstRows
    for (row, id) in ids.enumerated() { rows[id] = row }
    return rows
  }

  func valueCounts(_ column: Column) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for (row, id) in ids.enumerated() where column.hasValue(row) { counts[id] += 1 }
    return counts
  }

  func distinctCounts(_ column: Column) throws(DataFrameError) -> [Int] {
    let pairs = refined(by: try column.groups())
    var counts = [Int](repeating: 0, count: count)
    for row in pairs.firstRows where column.hasValue(row) { counts[ids[row]] += 1 }
    return counts
  }

  /// The row of each group's smallest or largest value; −1 for a group without one.
  func extremeRows(_ column: Column, descending: Bool) throws(DataFrameError) -> [Int] {
    let frame = DataFrame(names: [""], columns: [column], rowCount: column.count)
    let key: SortKey = descending ? .descending("") : .ascending("")
    var rows = [Int](repeating: -1, count: count)
    for row in try frame.rowOrder(by: [key]) where column.hasValue(row) {
      if rows[ids[row]] < 0 { rows[ids[row]] = row }
    }
    return rows
  }
}

extension Column {
  /// Whether a row holds something other than null and NaN.
  fileprivate func hasValue(_ row: Int) -> Bool {
    if isNull(row) { return false }
    switch storage {
    case .float32(let values): return !values[row].isNaN
    case .float64(let values): return !values[row].isNaN
    default: return true
    }
  }
}
