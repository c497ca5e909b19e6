/// The tree of a formula; every node knows where it stands.
indirect enum FormulaNode {
  case number(Double)
  case text(String)
  case boolean(Bool)
  case null
  case name(String, Int)
  case unary(FormulaUnary, FormulaNode, Int)
  case binary(FormulaBinary, FormulaNode, FormulaNode, Int)
  case isNull(FormulaNode, negated: Bool)
  case call(FormulaFunction, [FormulaNode], Int)

  /// The names it uses, in the order in which they stand.
  var names: [(name: String, position: Int)] {
    switch self {
    case .number, .text, .boolean, .null: []
    case .name(let name, let position): [(name, position)]
    case .unary(_, let operand, _), .isNull(let operand, _): operand.names
    case .binary(_, let left, let right, _): left.names + right.names
    case .call(_, let arguments, _): arguments.flatMap(\.names)
    }
  }
}

enum FormulaUnary { case minus, not }

enum FormulaBinary: String {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case power = "**"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case and
  case or
}

enum FormulaFunction: String, CaseIterable {
  case abs, floor, ceil, round, sqrt, log, exp, min, max, coalesce, date
  case isNull = "is_null"
  case choose = "if"

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .abs, .floor, .ceil, .round, .sqrt, .log, .exp, .isNull, .date: 1...1
    case .min, .max, .coalesce: 2...16
    case .choose: 3...3
    }
  }
}
