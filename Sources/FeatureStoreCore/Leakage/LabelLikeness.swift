internal import DataFrames

/// How much a feature is like a label: the share of rows in which it tells the label, or the correlation of numbers.
struct LabelLikeness {
  /// 1: it is the label in every row that has both; nil: there is nothing to compare.
  let share: Double?

  /// Compares the rows in which both have a value (a NaN is none), if there are two different labels among them.
  ///
  /// Equal values count whatever their type (`1` and `1.0`, `true` and `1`). A feature of few different values that
  /// stand one to one for labels (`yes` for 1) counts as well, and numbers by their correlation.
  init(_ feature: Column, _ label: Column) throws {
    let rows = (0..<feature.count).filter { Self.hasValue(feature, $0) && Self.hasValue(label, $0) }
    let left = Self.texts(feature, rows)
    let right = Self.texts(label, rows)
    guard Set<ByteKey>(strings: right).count > 1 else {
      share = nil
      return
    }
    let equal = zip(left, right).count { $0 == $1 }
    let agreement = max(Double(equal) / Double(rows.count), Self.translation(left, right))
    if agreement == 1 {
      share = 1
      return
    }
    let correlation = Self.correlation(Self.numbers(feature, rows), Self.numbers(label, rows))
    // A correlation of 1 by rounding is not equality.
    share = max(agreement, min(correlation ?? 0, 1.0.nextDown))
  }

  private static func hasValue(_ column: Column, _ row: Int) -> Bool {
    if column.isNull(row) { return false }
    switch column.storage {
    case .float32(let values): return !values[row].isNaN
    case .float64(let values): return !values[row].isNaN
    default: return true
    }
  }

  /// The share of rows that agree when each value stands for its most frequent label; 0 unless values and labels can be
  /// paired one to one.
  private static func translation(_ left: [String], _ right: [String]) -> Double {
    let labels = Set<ByteKey>(strings: right).count
    guard labels <= 20, Set<ByteKey>(strings: left).count == labels else { return 0 }
    var counts: [ByteKey: [ByteKey: Int]] = [:]
    for (value, label) in zip(left, right) { counts[ByteKey(value), default: [:]][ByteKey(label), default: 0] += 1 }
    let best = counts.values.compactMap { (labels: [ByteKey: Int]) in labels.max { $0.value < $1.value } }
    guard Set(best.map(\.key)).count == labels else { return 0 }
    return Double(best.reduce(0) { $0 + $1.value }) / Double(left.count)
  }

  /// The absolute correlation after Pearson; nil for fewer than three rows or a side that never changes.
  private static func correlation(_ left: [Double]?, _ right: [Double]?) -> Double? {
    guard let left, let right, left.count > 2 else { return nil }
    let count = Double(left.count)
    let (leftMean, rightMean) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    var (product, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
    for (first, second) in zip(left, right) {
      let (x, y) = (first - leftMean, second - rightMean)
      product += x * y
      leftSquares += x * x
      rightSquares += y * y
    }
    let scale = (leftSquares * rightSquares).squareRoot()
    return scale > 0 && scale.isFinite ? abs(product) / scale : nil
  }

  /// The values as texts in which equal numbers are equal.
  private static func texts(_ column: Column, _ rows: [Int]) -> [String] {
    if let numbers = numbers(column, rows) { return numbers.map { "\($0 == 0 ? 0 : $0)" } }
    return rows.map { column.text($0) ?? "" }
  }

  /// Numbers and truth values as doubles; nil for other columns.
  private static func numbers(_ column: Column, _ rows: [Int]) -> [Double]? {
    switch column.storage {
    case .bool(let values): rows.map { values[$0] ? 1 : 0 }
    case .int32(let values): rows.map { Double(values[$0]) }
    case .int64(let values): rows.map { Double(values[$0]) }
    case .float32(let values): rows.map { Double(values[$0]) }
    case .float64(let values): rows.map { values[$0] }
    case .decimal: rows.map { Double(column.text($0) ?? "") ?? .nan }
    default: nil
    }
  }
}
