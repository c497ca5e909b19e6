/// The numbers of a numeric or bool column as `Double`, without nulls and NaN; true counts as 1.
///
/// Integers beyond 2^53 and decimals become the nearest `Double`.
struct Numbers {
  let values: [Double]

  /// Nil for a column that holds no numbers.
  init?(_ column: Column) {
    switch column.storage {
    case .bool(let values): self.init(values, column) { $0 ? 1 : 0 }
    case .int32(let values): self.init(values, column) { Double($0) }
    case .int64(let values): self.init(values, column) { Double($0) }
    case .float32(let values): self.init(values, column) { Double($0) }
    case .float64(let values): self.init(values, column) { $0 }
    case .decimal(let values, _, let scale): self.init(values, column) { decimalNumber($0, scale) }
    case .string, .dictionary, .binary, .date, .timestamp, .list: return nil
    }
  }

  private init<Value>(_ source: [Value], _ column: Column, _ convert: (Value) -> Double) {
    var numbers: [Double] = []
    numbers.reserveCapacity(source.count - column.nullCount)
    for (row, value) in source.enumerated() where column.validity?[row] ?? true {
      let number = convert(value)
      if !number.isNaN { numbers.append(number) }
    }
    values = numbers
  }

  /// Nil when there are no numbers.
  var mean: Double? {
    values.isEmpty ? nil : CompensatedSum(values).value / Double(values.count)
  }

  /// The sample standard deviation (divisor n − 1), in two passes; nil for fewer than two numbers.
  var standardDeviation: Double? {
    guard values.count > 1, let mean else { return nil }
    let squares = values.lazy.map { (value: Double) -> Double in (value - mean) * (value - mean) }
    return (CompensatedSum(squares).value / Double(values.count - 1)).squareRoot()
  }
}

/// The nearest `Double` to an unscaled number × 10^−scale.
private func decimalNumber(_ unscaled: Int128, _ scale: Int) -> Double {
  let exact: Int128 = 1 << 53
  // Both operands are exact here, so one division rounds correctly; the text is read exactly otherwise.
  if unscaled.magnitude <= exact.magnitude, (0...22).contains(scale) {
    return Double(Int64(unscaled)) / (0..<scale).reduce(1.0) { (power: Double, _: Int) -> Double in power * 10 }
  }
  return Double(DecimalValue(unscaled: unscaled, scale: scale).description) ?? .nan
}

/// A sum whose rounding errors are added up beside it (Neumaier), so that it hardly depends on the order of the values.
struct CompensatedSum {
  private var sum = 0.0
  private var correction = 0.0

  init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  private mutating func add(_ value: Double) {
    let next = sum + value
    correction += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// Infinite values make the correction NaN; the plain sum is right then.
  var value: Double { sum.isFinite ? sum + correction : sum }
}
