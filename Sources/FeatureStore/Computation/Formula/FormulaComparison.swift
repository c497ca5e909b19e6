internal import DataFrames
internal import FeatureStoreCore

/// Compares two parts of a formula, row by row; a null on either side gives a null.
struct FormulaComparison {
  private let evaluator: FormulaEvaluator
  private let operation: FormulaBinary
  private let position: Int

  init(evaluator: FormulaEvaluator, _ operation: FormulaBinary, _ position: Int) {
    self.evaluator = evaluator
    self.operation = operation
    self.position = position
  }

  /// - Throws: A ``FeatureStoreError`` that quotes the formula if the two sides cannot be compared.
  func compare(_ left: FormulaVector, _ right: FormulaVector) throws -> [Bool?] {
    switch (left, right) {
    case (.null, _), (_, .null), (.unknown, _), (_, .unknown): return [Bool?](repeating: nil, count: evaluator.count)
    case (.times(let first), .times(let second)):
      let (left, right, _) = try FormulaTimes.counts(first, second)
      return rows(left, right) { !first.isNull($0) && !second.isNull($0) }
    case (.texts(let first), .texts(let second)): return try texts(first, second)
    default: break
    }
    guard let first = left.numbers(count: evaluator.count), let second = right.numbers(count: evaluator.count) else {
      throw evaluator.formula.failure(
        "\(left.typeName) cannot be compared with \(right.typeName)", at: position, .typeMismatch)
    }
    return zip(first, second).map { (left: Double?, right: Double?) -> Bool? in
      guard let left, let right else { return nil }
      return holds(left, right)
    }
  }

  /// Texts are equal when their bytes are; they have no order.
  private func texts(_ left: Column, _ right: Column) throws -> [Bool?] {
    guard operation == .equal || operation == .notEqual else {
      throw evaluator.formula.failure("texts can be compared with == and != only", at: position, .typeMismatch)
    }
    return (0..<evaluator.count).map { (row: Int) -> Bool? in
      if left.isNull(row) || right.isNull(row) { return nil }
      return left.equals(row, right) == (operation == .equal)
    }
  }

  private func rows(_ left: [Int64], _ right: [Int64], _ isPresent: (Int) -> Bool) -> [Bool?] {
    left.indices.map { (row: Int) -> Bool? in isPresent(row) ? holds(left[row], right[row]) : nil }
  }

  private func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch operation {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .notEqual: left != right
    default: false
    }
  }
}
