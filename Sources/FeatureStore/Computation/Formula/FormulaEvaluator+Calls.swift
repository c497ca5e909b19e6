internal import DataFrames
internal import FeatureStoreCore

extension FormulaEvaluator {
  func call(_ function: FormulaFunction, _ arguments: [FormulaVector], _ position: Int) throws -> FormulaVector {
    if let operation = FormulaNumbers.unary(function) {
      let values = try numbers(arguments[0], function.rawValue, position)
      return .numbers(values.map { finite($0.map(operation)) }, isDays: function == .abs && arguments[0].isDays)
    }
    switch function {
    case .isNull: return .booleans(arguments[0].present(count: count).map { !$0 })
    case .coalesce:
      return try arguments.dropFirst().reduce(arguments[0]) { (first: FormulaVector, second: FormulaVector) in
        try choose(first.present(count: count), first, second, function, position)
      }
    case .choose:
      let condition = try booleans(arguments[0], "if", position).map { $0 ?? false }
      return try choose(condition, arguments[1], arguments[2], function, position)
    case .min: return try extremum(arguments, function, position) { Swift.min($0, $1) }
    case .max: return try extremum(arguments, function, position) { Swift.max($0, $1) }
    case .abs, .floor, .ceil, .round, .sqrt, .log, .exp, .date:
      throw formula.failure("\(function.rawValue) cannot be used here", at: position)
    }
  }

  private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

  /// The smallest or largest of the values that are there.
  private func extremum(
    _ arguments: [FormulaVector], _ function: FormulaFunction, _ position: Int,
    _ better: (Double, Double) -> Double
  ) throws -> FormulaVector {
    var result = try numbers(arguments[0], function.rawValue, position)
    for argument in arguments.dropFirst() {
      let others = try numbers(argument, function.rawValue, position)
      for row in result.indices {
        guard let other = others[row] else { continue }
        result[row] = result[row].map { better($0, other) } ?? other
      }
    }
    return .numbers(result, isDays: areDays(arguments))
  }

  /// The first vector where the flag is true, the second elsewhere; both must be of one type.
  private func choose(
    _ flags: [Bool], _ first: FormulaVector, _ second: FormulaVector, _ function: FormulaFunction, _ position: Int
  ) throws -> FormulaVector {
    switch (first, second) {
    case (.null, .null): return .null
    case (.unknown, .null), (.null, .unknown), (.unknown, .unknown): return .unknown
    case (.unknown, let known), (let known, .unknown): return known
    case (.texts(let left), .texts(let right)): return .texts(try picked(flags, left, right))
    case (.times(let left), .times(let right)):
      let (left, right) = try FormulaTimes.sameType(left, right)
      return .times(try picked(flags, left, right))
    case (.texts(let left), .null): return .texts(try picked(flags, left, .nulls(left.type, count: count)))
    case (.times(let left), .null): return .times(try picked(flags, left, .nulls(left.type, count: count)))
    case (.null, .texts(let right)): return .texts(try picked(flags, .nulls(right.type, count: count), right))
    case (.null, .times(let right)): return .times(try picked(flags, .nulls(right.type, count: count), right))
    default: break
    }
    if let left = first.booleans(count: count), let right = second.booleans(count: count) {
      return .booleans(flags.indices.map { flags[$0] ? left[$0] : right[$0] })
    }
    guard let left = first.numbers(count: count), let right = second.numbers(count: count) else {
      throw formula.failure(
        "\(function.rawValue) cannot give \(first.typeName) in one row and \(second.typeName) in another",
        at: position, .typeMismatch)
    }
    return .numbers(flags.indices.map { flags[$0] ? left[$0] : right[$0] }, isDays: areDays([first, second]))
  }

  private func picked(_ flags: [Bool], _ left: Column, _ right: Column) throws -> Column {
    try Column.concatenating([left, right]).taking(flags.indices.map { flags[$0] ? $0 : count + $0 })
  }
}
