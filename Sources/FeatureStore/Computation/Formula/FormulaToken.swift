/// One word of a formula and where it stands, counted in Unicode scalars from 0.
struct FormulaToken {
  enum Kind: Equatable {
    case number(Double)
    case text(String)
    /// A name without quotes: of a column, a feature or a function, or a word such as `and`.
    case word(String)
    /// A name in backticks, which is nothing but a name.
    case name(String)
    /// An operator, a bracket or a comma.
    case symbol(String)
    case end
  }

  let kind: Kind
  let position: Int
}

/// Cuts a formula into words.
///
/// It looks at Unicode scalars, which make up the bytes of the text: characters would join a quote with an accent behind it.
struct FormulaLexer {
  private static let pairs: Set<String> = ["<=", ">=", "==", "!=", "**"]
  private static let singles: Set<Unicode.Scalar> = ["+", "-", "*", "/", "%", "(", ")", ",", "<", ">"]

  private let formula: FormulaText
  private let scalars: [Unicode.Scalar]
  private var position = 0

  static func tokens(_ formula: FormulaText) throws -> [FormulaToken] {
    var lexer = FormulaLexer(formula: formula, scalars: Array(formula.text.unicodeScalars))
    var tokens: [FormulaToken] = []
    while true {
      lexer.skipSpace()
      let start = lexer.position
      let kind = try lexer.next()
      tokens.append(FormulaToken(kind: kind, position: start))
      if kind == .end { return tokens }
    }
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skipSpace() {
    while let scalar = current, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func next() throws -> FormulaToken.Kind {
    guard let scalar = current else { return .end }
    if isDigit(position) || (scalar == "." && isDigit(position + 1)) { return .number(try number()) }
    if isNamePart(scalar) {
      let start = position
      while let scalar = current, isNamePart(scalar) { position += 1 }
      return .word(text(start, position))
    }
    if scalar == "'" || scalar == "\"" { return .text(try quoted(scalar)) }
    if scalar == "`" { return .name(try quoted(scalar)) }
    let pair = text(position, min(position + 2, scalars.count))
    if Self.pairs.contains(pair) {
      position += 2
      return .symbol(pair)
    }
    guard Self.singles.contains(scalar) else {
      throw formula.failure("'\(scalar)' has no meaning here", at: position)
    }
    position += 1
    return .symbol(String(scalar))
  }

  private func text(_ start: Int, _ end: Int) -> String { String(String.UnicodeScalarView(scalars[start..<end])) }

  private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      return true
    default: return scalar == "_" || scalar.properties.isJoinControl
    }
  }

  private func isDigit(_ place: Int) -> Bool {
    place < scalars.count && ("0"..."9").contains(scalars[place])
  }

  private mutating func number() throws -> Double {
    let start = position
    digits()
    if current == "." {
      position += 1
      digits()
    }
    if current == "e" || current == "E" {
      position += 1
      if current == "+" || current == "-" { position += 1 }
      digits()
    }
    let runsOn = current.map(isNamePart) ?? false
    guard let value = Double(text(start, position).filter { $0 != "_" }), value.isFinite, !runsOn else {
      throw formula.failure("this is not a number", at: start)
    }
    if let whole = Int64(text(start, position).filter { $0 != "_" }), Double(exactly: whole) == nil {
      throw formula.failure("this whole number has more digits than a float64 can count", at: start)
    }
    return value
  }

  private mutating func digits() {
    while isDigit(position) || current == "_" { position += 1 }
  }

  /// Reads a text in quotes, which has no escapes, or a name in backticks, in which two backticks stand for one.
  private mutating func quoted(_ quote: Unicode.Scalar) throws -> String {
    let start = position
    var content = String.UnicodeScalarView()
    position += 1
    while let scalar = current {
      position += 1
      if scalar != quote {
        content.append(scalar)
      } else if quote == "`", current == quote {
        content.append(quote)
        position += 1
      } else {
        return String(content)
      }
    }
    throw formula.failure("the closing \(quote) is missing", at: start)
  }
}
