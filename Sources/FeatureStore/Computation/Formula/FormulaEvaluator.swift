internal import DataFrames
internal import FeatureStoreCore

/// Computes a formula over columns, a whole column at a time.
///
/// A null makes the result null, except in `and`, `or`, `is null`, `coalesce`, `if`, `min` and `max`. What has no finite
/// value (a division by zero, the logarithm of zero) is null. The difference of two times is in days of 24 hours.
struct FormulaEvaluator {
  let formula: FormulaText
  let count: Int
  /// The column of a name that the formula uses; nil: there is one of a type that is not known, and it has no rows.
  let column: (ExactName) throws -> Column?

  func evaluate(_ steps: [FormulaStep]) throws -> FormulaVector {
    var names = FormulaNames(steps)
    var stack: [FormulaVector] = []
    func operand() -> FormulaVector { stack.popLast() ?? .null }
    for step in steps {
      switch step {
      case .number(let value): stack.append(.numbers([Double?](repeating: value, count: count), isDays: false))
      case .boolean(let value): stack.append(.booleans([Bool?](repeating: value, count: count)))
      case .text(let text): stack.append(.texts(repeated(.string([text]))))
      case .time(let instant):
        let unit: TimeUnit = instant.nanoseconds % 1_000 == 0 ? .microseconds : .nanoseconds
        stack.append(.times(repeated(.timestamp([instant], unit: unit))))
      case .null: stack.append(.null)
      case .name(let name, let position):
        stack.append(try names.vector(ExactName(name)) { (name: ExactName) in try vector(name, position) })
      case .unary(let operation, let position): stack.append(try unary(operation, operand(), position))
      case .binary(let operation, let position):
        let right = operand()
        stack.append(try binary(operation, operand(), right, position))
      case .isNull(let negated):
        stack.append(.booleans(operand().present(count: count).map { $0 == negated }))
      case .call(let function, let arguments, let position):
        let operands = Array(stack.suffix(arguments))
        stack.removeLast(min(arguments, stack.count))
        stack.append(try call(function, operands, position))
      }
    }
    return operand()
  }

  private func repeated(_ value: Column) -> Column { value.taking([Int](repeating: 0, count: count)) }

  private func vector(_ name: ExactName, _ position: Int) throws -> FormulaVector {
    guard let column = try column(name) else { return .unknown }
    guard let vector = FormulaVector(column) else {
      throw formula.failure(
        "'\(name.name)' holds \(column.type), of which a formula cannot use every value", at: position, .typeMismatch)
    }
    return vector
  }

  private func unary(_ operation: FormulaUnary, _ operand: FormulaVector, _ position: Int) throws -> FormulaVector {
    switch operation {
    case .minus: return .numbers(try numbers(operand, "-", position).map { $0.map { -$0 } }, isDays: operand.isDays)
    case .not: return .booleans(try booleans(operand, "not", position).map { $0.map { !$0 } })
    }
  }

  private func binary(
    _ operation: FormulaBinary, _ left: FormulaVector, _ right: FormulaVector, _ position: Int
  ) throws -> FormulaVector {
    switch operation {
    case .and, .or:
      let pairs = zip(
        try booleans(left, operation.rawValue, position), try booleans(right, operation.rawValue, position))
      return .booleans(pairs.map { operation == .and ? conjunction($0, $1) : disjunction($0, $1) })
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      return .booleans(try FormulaComparison(evaluator: self, operation, position).compare(left, right))
    case .subtract:
      switch (left, right) {
      case (.times(let later), .times(let earlier)):
        return .numbers(try FormulaTimes.days(from: earlier, to: later), isDays: true)
      case (.times, .null), (.null, .times), (.times, .unknown), (.unknown, .times):
        return .numbers([Double?](repeating: nil, count: count), isDays: true)
      default: break
      }
      return try arithmetic(operation, left, right, position, isDays: areDays([left, right]))
    case .add: return try arithmetic(operation, left, right, position, isDays: areDays([left, right]))
    case .multiply, .divide, .remainder, .power:
      return try arithmetic(operation, left, right, position, isDays: false)
    }
  }

  private func arithmetic(
    _ operation: FormulaBinary, _ left: FormulaVector, _ right: FormulaVector, _ position: Int, isDays: Bool
  ) throws -> FormulaVector {
    let pairs = zip(
      try numbers(left, operation.rawValue, position), try numbers(right, operation.rawValue, position))
    let values = pairs.map { (left: Double?, right: Double?) -> Double? in
      guard let left, let right else { return nil }
      let value = operation.applied(left, right)
      return value.isFinite ? value : nil
    }
    return .numbers(values, isDays: isDays)
  }

  /// Whether what is chosen or added from these is in days: one of them is, and the others are so or whole numbers.
  func areDays(_ vectors: [FormulaVector]) -> Bool {
    vectors.contains(where: \.isDays) && vectors.allSatisfy { $0.isDays || $0.isWhole }
  }

  /// False with anything is false, whatever the other one would be.
  private func conjunction(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == false || right == false { return false }
    return left == nil || right == nil ? nil : true
  }

  private func disjunction(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == true || right == true { return true }
    return left == nil || right == nil ? nil : false
  }

  func numbers(_ vector: FormulaVector, _ what: String, _ position: Int) throws -> [Double?] {
    guard let numbers = vector.numbers(count: count) else {
      throw formula.failure("'\(what)' needs numbers, this is \(vector.typeName)", at: position, .typeMismatch)
    }
    return numbers
  }

  func booleans(_ vector: FormulaVector, _ what: String, _ position: Int) throws -> [Bool?] {
    guard let booleans = vector.booleans(count: count) else {
      throw formula.failure("'\(what)' needs a comparison, this is \(vector.typeName)", at: position, .typeMismatch)
    }
    return booleans
  }
}

extension FormulaBinary {
  /// The result of an operator on numbers; the remainder has the sign of the divisor, as in Python.
  fileprivate func applied(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: right == 0 ? .nan : left / right
    case .remainder: right == 0 ? .nan : FormulaNumbers.remainder(left, right)
    case .power: FormulaNumbers.power(left, right)
    default: .nan
    }
  }
}

/// The columns of the names in a formula; one that is used more than once is read once and forgotten after the last use.
private struct FormulaNames {
  private var uses: [ExactName: Int] = [:]
  private var vectors: [ExactName: FormulaVector] = [:]

  init(_ steps: [FormulaStep]) {
    for step in steps { if case .name(let name, _) = step { uses[ExactName(name), default: 0] += 1 } }
  }

  mutating func vector(_ name: ExactName, _ read: (ExactName) throws -> FormulaVector) throws -> FormulaVector {
    let known = try vectors[name] ?? read(name)
    let left = (uses[name] ?? 1) - 1
    uses[name] = left
    vectors[name] = left > 0 ? known : nil
    return known
  }
}
