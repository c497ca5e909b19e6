/// The numbers of a numeric or bool column, without nulls and NaN; true counts as 1.
struct Numbers {
  private let column: Column
  /// The digits after the point that the unscaled numbers of a decimal column have.
  var scale: Int { if case .decimal(_, let scale) = column.type { scale } else { 0 } }

  /// Nil for a column that holds no numbers.
  init?(_ column: Column) {
    switch column.storage {
    case .bool, .int32, .int64, .float32, .float64, .decimal: self.column = column
    case .string, .dictionary, .binary, .date, .timestamp, .list: return nil
    }
  }

  /// The numbers as doubles; integers beyond 2^53 and decimals become the nearest one.
  var values: [Double] {
    switch column.storage {
    case .bool(let values): doubles(values) { $0 ? 1 : 0 }
    case .int32(let values): doubles(values) { Double($0) }
    case .int64(let values): doubles(values) { Double($0) }
    case .float32(let values): doubles(values) { Double($0) }
    case .float64(let values): doubles(values) { $0 }
    case .decimal(let values, _, let scale): doubles(values) { DecimalValue(unscaled: $0, scale: scale).nearestDouble }
    case .string, .dictionary, .binary, .date, .timestamp, .list: []
    }
  }

  private func doubles<Value>(_ source: [Value], _ convert: (Value) -> Double) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(source.count - column.nullCount)
    for (row, value) in source.enumerated() where column.validity?[row] ?? true {
      let number = convert(value)
      if !number.isNaN { numbers.append(number) }
    }
    return numbers
  }

  /// The exact sum; see ``ExactMoments``.
  var sum: Double? { moments(withSquares: false).total(scale: scale) }

  /// The mean, rounded once; nil when there are no numbers.
  var mean: Double? { moments(withSquares: false).mean(scale: scale) }

  /// The sample standard deviation (divisor n − 1), rounded once; nil for fewer than two numbers.
  var standardDeviation: Double? { moments(withSquares: true).deviation(scale: scale) }

  func moments(withSquares: Bool) -> ExactMoments {
    var moments = ExactMoments(withSquares: withSquares)
    switch column.storage {
    case .bool(let values): each(values) { moments.add(Int128($0 ? 1 : 0)) }
    case .int32(let values): each(values) { moments.add(Int128($0)) }
    case .int64(let values): each(values) { moments.add(Int128($0)) }
    case .float32(let values): each(values) { if !$0.isNaN { moments.add(Double($0)) } }
    case .float64(let values): each(values) { if !$0.isNaN { moments.add($0) } }
    case .decimal(let values, _, _): each(values) { moments.add($0) }
    case .string, .dictionary, .binary, .date, .timestamp, .list: break
    }
    return moments
  }

  private func each<Value>(_ values: [Value], _ body: (Value) -> Void) {
    guard let validity = column.validity else { return values.forEach(body) }
    for (row, value) in values.enumerated() where validity[row] { body(value) }
  }
}

extension DecimalValue {
  /// The double nearest to the number.
  package var nearestDouble: Double {
    let exact: Int128 = 1 << 53
    // Both operands are exact here, so one division rounds correctly; the text is read exactly otherwise.
    if unscaled.magnitude <= exact.magnitude, (0...22).contains(scale) {
      return Double(Int64(unscaled)) / (0..<scale).reduce(1.0) { (power: Double, _: Int) -> Double in power * 10 }
    }
    return Double(description) ?? .nan
  }
}
