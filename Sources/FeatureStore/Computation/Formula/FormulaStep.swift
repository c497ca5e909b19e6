internal import DataFrames

/// One step of a formula in postfix order: it takes its operands from the end of a stack and leaves its value there.
///
/// A formula is a list of steps and no tree, so that nothing recurses however long it is.
enum FormulaStep {
  case number(Double)
  case text(String)
  case boolean(Bool)
  case null
  case time(Timestamp)
  /// A column or a feature, and where its name stands.
  case name(String, Int)
  case unary(FormulaUnary, Int)
  case binary(FormulaBinary, Int)
  case isNull(negated: Bool)
  case call(FormulaFunction, arguments: Int, Int)
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

/// A name that equals another one when their bytes do: é as one character is not e with an accent of its own.
struct ExactName: Hashable, Sendable {
  let name: String

  init(_ name: String) { self.name = name }

  static func == (left: ExactName, right: ExactName) -> Bool { left.name.utf8.elementsEqual(right.name.utf8) }

  func hash(into hasher: inout Hasher) {
    var name = name
    name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
