internal import DataFrames
internal import FeatureStoreCore

/// Computes a formula over columns, a whole column at a time.
///
/// A null makes the result null, except in `and`, `or`, `is null`, `coalesce`, `if`, `min` and `max`. What has no finite
/// value (a division by zero, the logarithm of zero) is null. The difference of two times is in days of 24 hours.
struct FormulaEvaluator {
  let formula: FormulaText
  let count: Int
  /// The column of each name that the formula uses.
  let columns: [String: Column]

  func evaluate(_ node: FormulaNode) throws -> FormulaVector {
    switch node {
    case .number(let value): return .numbers([Double?](repeating: value, count: count), isDays: false)
    case .boolean(let value): return .booleans([Bool?](repeating: value, count: count))
    case .text(let text): return .texts(Column.string([text]).taking([Int](repeating: 0, count: count)))
    case .null: return .null
    case .name(let name, let position): return try vector(name, position)
    case .unary(let operation, let operand, let position):
      return try unary(operation, try evaluate(operand), position)
    case .binary(let operation, let left, let right, let position):
      return try binary(operation, try evaluate(left), try evaluate(right), position)
    case .isNull(let operand, let negated):
      return .booleans(try evaluate(operand).present(count: count).map { $0 == negated })
    case .call(.date, let arguments, let position): return try date(arguments[0], position)
    case .call(let function, let arguments, let position):
      return try call(function, try arguments.map(evaluate), position)
    }
  }

  private func vector(_ name: String, _ position: Int) throws -> FormulaVector {
    guard let column = columns[name] else { throw formula.failure("there is no '\(name)'", at: position) }
    guard let vector = FormulaVector(column) else {
      throw formula.failure(
        "'\(name)' holds \(column.type), of which a formula cannot use every value", at: position, .typeMismatch)
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
      if case .times(let later) = left, case .times(let earlier) = right {
        return .numbers(try FormulaTimes.days(from: earlier, to: later), isDays: true)
      }
      return try arithmetic(operation, left, right, position)
    case .add, .multiply, .divide, .remainder, .power: return try arithmetic(operation, left, right, position)
    }
  }

  private func arithmetic(
    _ operation: FormulaBinary, _ left: FormulaVector, _ right: FormulaVector, _ position: Int
  ) throws -> FormulaVector {
    let pairs = zip(
      try numbers(left, operation.rawValue, position), try numbers(right, operation.rawValue, position))
    let values = pairs.map { (left: Double?, right: Double?) -> Double? in
      guard let left, let right else { return nil }
      let value = operation.applied(left, right)
      return value.isFinite ? value : nil
    }
    return .numbers(values, isDays: false)
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

  private func date(_ argument: FormulaNode, _ position: Int) throws -> FormulaVector {
    guard case .text(let text) = argument, let instant = try? Timestamp(text) else {
      throw formula.failure("date takes a day or a time in quotes, such as date('2024-01-31')", at: position)
    }
    return .times(Column.timestamp([instant]).taking([Int](repeating: 0, count: count)))
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
