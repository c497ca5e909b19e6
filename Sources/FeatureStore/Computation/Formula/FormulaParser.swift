internal import DataFrames
internal import FeatureStoreCore

/// Reads a formula.
///
/// From loose to tight: `or`, `and`, `not`, comparisons (`<` `<=` `>` `>=` `==` `!=`, `is null`, `is not null`), `+ -`,
/// `* / %`, the sign, `**`. Values are numbers, 'texts', `true`, `false`, `null`, names and calls of the functions of
/// ``FormulaFunction``; a name with other characters stands in backticks.
struct FormulaParser {
  private let formula: FormulaText
  private let tokens: [FormulaToken]
  private var index = 0
  private var depth = 0

  /// - Throws: A ``FeatureStoreError`` that quotes the formula with a caret under the first place that is wrong.
  static func parse(_ formula: FormulaText) throws -> FormulaNode {
    var parser = FormulaParser(formula: formula, tokens: try FormulaLexer.tokens(formula))
    let node = try parser.disjunction()
    guard parser.current.kind == .end else { throw parser.unexpected("an operator is missing before this") }
    return node
  }

  private init(formula: FormulaText, tokens: [FormulaToken]) {
    self.formula = formula
    self.tokens = tokens
  }

  private var current: FormulaToken { tokens[index] }

  private mutating func disjunction() throws -> FormulaNode {
    try chain([.or]) { try $0.conjunction() }
  }

  private mutating func conjunction() throws -> FormulaNode {
    try chain([.and]) { try $0.negation() }
  }

  private mutating func negation() throws -> FormulaNode {
    let position = current.position
    guard take(word: "not") else { return try comparison() }
    return .unary(.not, try nested { try $0.negation() }, position)
  }

  private mutating func comparison() throws -> FormulaNode {
    let left = try sum()
    if take(word: "is") {
      let negated = take(word: "not")
      guard take(word: "null") || take(word: "None") else { throw unexpected("'is' goes with null or not null") }
      return .isNull(left, negated: negated)
    }
    let position = current.position
    let comparisons: [FormulaBinary] = [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual]
    guard let comparison = take(comparisons) else { return left }
    return .binary(comparison, left, try sum(), position)
  }

  private mutating func sum() throws -> FormulaNode {
    try chain([.add, .subtract]) { try $0.product() }
  }

  private mutating func product() throws -> FormulaNode {
    try chain([.multiply, .divide, .remainder]) { try $0.signed() }
  }

  private mutating func signed() throws -> FormulaNode {
    let position = current.position
    if take(symbol: "-") { return .unary(.minus, try nested { try $0.signed() }, position) }
    if take(symbol: "+") { return try nested { try $0.signed() } }
    let base = try value()
    let place = current.position
    guard take(symbol: "**") else { return base }
    return .binary(.power, base, try nested { try $0.signed() }, place)
  }

  private mutating func value() throws -> FormulaNode {
    let token = current
    switch token.kind {
    case .number(let number):
      index += 1
      return .number(number)
    case .text(let text):
      index += 1
      return .text(text)
    case .name(let name): return try word(name)
    case .symbol("("):
      index += 1
      let node = try nested { try $0.disjunction() }
      guard take(symbol: ")") else { throw unexpected("a closing bracket is missing") }
      return node
    case .end: throw unexpected("the formula ends where a value is expected")
    case .symbol: throw unexpected("a value is expected")
    }
  }

  private mutating func word(_ name: String) throws -> FormulaNode {
    let position = current.position
    index += 1
    if current.kind == .symbol("(") { return try call(name, position) }
    switch name {
    case "true", "True": return .boolean(true)
    case "false", "False": return .boolean(false)
    case "null", "None": return .null
    case "and", "or", "not", "is":
      index -= 1
      throw unexpected("a value is expected")
    default: return .name(name, position)
    }
  }

  private mutating func call(_ name: String, _ position: Int) throws -> FormulaNode {
    guard let function = FormulaFunction(rawValue: name) else {
      let known = listed(FormulaFunction.allCases.map(\.rawValue).sorted())
      throw formula.failure("there is no function '\(name)'. Functions: \(known)", at: position)
    }
    var arguments: [FormulaNode] = []
    index += 1
    if !take(symbol: ")") {
      repeat { arguments.append(try nested { try $0.disjunction() }) } while take(symbol: ",")
      guard take(symbol: ")") else { throw unexpected("a comma or a closing bracket is missing") }
    }
    guard function.arity.contains(arguments.count) else {
      let wanted = function.arity.count == 1 ? "\(function.arity.lowerBound)" : "\(function.arity.lowerBound) or more"
      throw formula.failure("\(name) takes \(wanted) arguments, not \(arguments.count)", at: position)
    }
    return .call(function, arguments, position)
  }
}

/// The steps that the rules above are made of.
extension FormulaParser {
  /// Reads operands with any of the operators between them, from left to right.
  private mutating func chain(
    _ operators: [FormulaBinary], _ operand: (inout FormulaParser) throws -> FormulaNode
  ) throws -> FormulaNode {
    var left = try operand(&self)
    while true {
      let position = current.position
      guard let found = take(operators) else { return left }
      left = .binary(found, left, try operand(&self), position)
    }
  }

  /// Goes one level deeper; brackets without end must not exhaust the stack.
  private mutating func nested(_ body: (inout FormulaParser) throws -> FormulaNode) throws -> FormulaNode {
    depth += 1
    guard depth <= 100 else { throw unexpected("the formula is nested deeper than 100") }
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func take(_ operators: [FormulaBinary]) -> FormulaBinary? {
    operators.first { take(symbol: $0.rawValue) || take(word: $0.rawValue) }
  }

  private mutating func take(symbol: String) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard current.kind == .name(word) else { return false }
    index += 1
    return true
  }

  private func unexpected(_ what: String) -> FeatureStoreError { formula.failure(what, at: current.position) }
}
