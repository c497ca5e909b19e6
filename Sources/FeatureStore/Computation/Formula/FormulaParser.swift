internal import DataFrames
internal import FeatureStoreCore

/// Reads a formula into steps.
///
/// From loose to tight: `or`, `and`, `not`, comparisons (`<` `<=` `>` `>=` `==` `!=`, `is null`, `is not null`), `+ -`,
/// `* / %`, the sign, `**`. Values are numbers, 'texts', `true`, `false`, `null`, names and calls of the functions of
/// ``FormulaFunction``; a name with other characters, or one of these words as a name, stands in backticks.
///
/// What waits for its right operand or its closing bracket is kept in a list, so that long formulas use no stack.
struct FormulaParser {
  /// How many brackets, signs, `not` and `**` may wait inside one another; each can keep a column in memory.
  static let deepest = 200

  private let formula: FormulaText
  private let tokens: [FormulaToken]
  private var index = 0
  private var steps: [FormulaStep] = []
  private var pending: [Pending] = []
  private var depth = 0

  /// What was read and is not yet a step.
  private enum Pending {
    case binary(FormulaBinary, Int)
    /// nil: a plus sign.
    case prefix(FormulaUnary?, Int)
    case isNull(negated: Bool)
    case bracket
    case call(FormulaFunction, arguments: Int, Int)

    /// How tightly it binds; nil for what waits for a closing bracket.
    var binding: Int? {
      switch self {
      case .binary(let operation, _): operation.binding
      case .prefix(.not, _): 3
      case .prefix: 7
      case .isNull: 4
      case .bracket, .call: nil
      }
    }

    var isNesting: Bool {
      switch self {
      case .binary(let operation, _): operation == .power
      case .prefix, .bracket, .call: true
      case .isNull: false
      }
    }
  }

  /// - Throws: A ``FeatureStoreError`` that quotes the formula with a caret under the first place that is wrong.
  static func parse(_ formula: FormulaText) throws -> [FormulaStep] {
    var parser = FormulaParser(formula: formula, tokens: try FormulaLexer.tokens(formula))
    repeat { try parser.readValue() } while try parser.readOperator()
    return parser.steps
  }

  private init(formula: FormulaText, tokens: [FormulaToken]) {
    self.formula = formula
    self.tokens = tokens
  }

  private var current: FormulaToken { tokens[index] }

  /// Reads signs and opening brackets, and the value after them.
  private mutating func readValue() throws {
    while true {
      let token = current
      switch token.kind {
      case .number(let number): return accept(.number(number))
      case .text(let text): return accept(.text(text))
      case .name(let name): return accept(.name(name, token.position))
      case .word("not") where (pending.last?.binding ?? 0) <= 3: try push(.prefix(.not, token.position))
      case .word(let word):
        if tokens[index + 1].kind != .symbol("(") { return accept(try value(word, token.position)) }
        try openCall(word, token.position)
      case .symbol("("): try push(.bracket)
      case .symbol("-"): try push(.prefix(.minus, token.position))
      case .symbol("+"): try push(.prefix(nil, token.position))
      case .symbol: throw unexpected("a value is expected")
      case .end: throw unexpected("the formula ends where a value is expected")
      }
    }
  }

  private mutating func accept(_ step: FormulaStep) {
    steps.append(step)
    index += 1
  }

  private func value(_ word: String, _ position: Int) throws -> FormulaStep {
    switch word {
    case "true", "True": return .boolean(true)
    case "false", "False": return .boolean(false)
    case "null", "None": return .null
    case "and", "or", "not", "is": throw unexpected("a value is expected")
    default: return .name(word, position)
    }
  }

  private mutating func openCall(_ name: String, _ position: Int) throws {
    guard let function = FormulaFunction(rawValue: name) else {
      let known = listed(FormulaFunction.allCases.map(\.rawValue).sorted())
      throw formula.failure("there is no function '\(name)'. Functions: \(known)", at: position)
    }
    index += 1
    try push(.call(function, arguments: 1, position))
    if current.kind == .symbol(")") { throw wrongArity(function, 0, position) }
  }

  /// Reads closing brackets and the operator after them; false at the end of the formula.
  private mutating func readOperator() throws -> Bool {
    while true {
      switch current.kind {
      case .end:
        reduce()
        guard pending.isEmpty else { throw missing() }
        return false
      case .symbol(")"): try close()
      case .symbol(","):
        reduce()
        guard case .call(let function, let arguments, let position)? = pending.last else { throw missing() }
        pending[pending.count - 1] = .call(function, arguments: arguments + 1, position)
        index += 1
        return true
      case .word("is"): try readNullTest()
      case .symbol(let word), .word(let word):
        guard let operation = FormulaBinary(rawValue: word) else { throw missing() }
        try makeRoom(operation.binding, isRightToLeft: operation == .power)
        try push(.binary(operation, current.position))
        return true
      case .number, .text, .name: throw missing()
      }
    }
  }

  private mutating func readNullTest() throws {
    try makeRoom(4, isRightToLeft: false)
    index += 1
    let isNegated = current.kind == .word("not")
    if isNegated { index += 1 }
    guard current.kind == .word("null") || current.kind == .word("None") else {
      throw unexpected("'is' goes with null or not null")
    }
    try push(.isNull(negated: isNegated))
  }

  /// Turns into steps what binds tighter than an operator that was read, or as tight and further left.
  private mutating func makeRoom(_ binding: Int, isRightToLeft: Bool) throws {
    if case .isNull? = pending.last, binding > 4 { throw missing() }
    while let other = pending.last?.binding, other > binding || (other == binding && !isRightToLeft) {
      if other == 4, binding == 4 { throw unexpected("comparisons cannot be chained. Join two with 'and'") }
      reduceLast()
    }
  }

  private mutating func close() throws {
    reduce()
    switch pending.last {
    case .bracket?: depth -= 1
    case .call(let function, let arguments, let position)?:
      depth -= 1
      guard function.arity.contains(arguments) else { throw wrongArity(function, arguments, position) }
      if function == .date {
        try makeDate(position)
      } else {
        steps.append(.call(function, arguments: arguments, position))
      }
    default: throw missing()
    }
    pending.removeLast()
    index += 1
  }

  private mutating func makeDate(_ position: Int) throws {
    guard case .text(let text)? = steps.last, let instant = try? Timestamp(text) else {
      throw formula.failure("date takes a day or a time in quotes, such as date('2024-01-31')", at: position)
    }
    steps[steps.count - 1] = .time(instant)
  }

  /// Turns everything up to the innermost open bracket into steps.
  private mutating func reduce() {
    while pending.last?.binding != nil { reduceLast() }
  }

  private mutating func reduceLast() {
    guard let last = pending.popLast() else { return }
    if last.isNesting { depth -= 1 }
    switch last {
    case .binary(let operation, let position): steps.append(.binary(operation, position))
    case .prefix(let operation?, let position): steps.append(.unary(operation, position))
    case .isNull(let negated): steps.append(.isNull(negated: negated))
    case .prefix(nil, _), .bracket, .call: break
    }
  }

  private mutating func push(_ waiting: Pending) throws {
    if waiting.isNesting { depth += 1 }
    guard depth <= Self.deepest else { throw unexpected("the formula is nested deeper than \(Self.deepest)") }
    pending.append(waiting)
    index += 1
  }

  private func wrongArity(_ function: FormulaFunction, _ count: Int, _ position: Int) -> FeatureStoreError {
    let (fewest, most) = (function.arity.lowerBound, function.arity.upperBound)
    let wanted = fewest == most ? "\(fewest)" : "\(fewest) to \(most)"
    return formula.failure("\(function.rawValue) takes \(wanted) arguments, not \(count)", at: position)
  }

  private func unexpected(_ what: String) -> FeatureStoreError { formula.failure(what, at: current.position) }

  /// Says what should stand where something else does.
  private func missing() -> FeatureStoreError {
    switch pending.last(where: { $0.binding == nil }) {
    case .bracket?: unexpected("a closing bracket is missing")
    case .call?: unexpected("a comma or a closing bracket is missing")
    default: unexpected("an operator is missing before this")
    }
  }
}

extension FormulaBinary {
  /// How tightly it binds.
  fileprivate var binding: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 4
    case .add, .subtract: 5
    case .multiply, .divide, .remainder: 6
    case .power: 8
    }
  }
}
