/// One word of a formula and where it stands, counted in characters from 0.
struct FormulaToken {
  enum Kind: Equatable {
    case number(Double)
    case text(String)
    case name(String)
    /// An operator, a bracket or a comma.
    case symbol(String)
    case end
  }

  let kind: Kind
  let position: Int
}

/// Cuts a formula into words.
enum FormulaLexer {
  private static let pairs: Set<String> = ["<=", ">=", "==", "!=", "**"]
  private static let singles: Set<Character> = ["+", "-", "*", "/", "%", "(", ")", ",", "<", ">"]

  static func tokens(_ formula: FormulaText) throws -> [FormulaToken] {
    let characters = Array(formula.text)
    var tokens: [FormulaToken] = []
    var position = 0
    while position < characters.count {
      let start = position
      let character = characters[position]
      if character.isWhitespace {
        position += 1
      } else if character.isASCII, character.isNumber || (character == "." && isDigit(characters, position + 1)) {
        tokens.append(FormulaToken(kind: .number(try number(characters, &position, formula)), position: start))
      } else if isNamePart(character) {
        while position < characters.count, isNamePart(characters[position]) { position += 1 }
        tokens.append(FormulaToken(kind: .name(String(characters[start..<position])), position: start))
      } else if character == "'" || character == "\"" || character == "`" {
        let content = try quoted(characters, &position, formula)
        tokens.append(FormulaToken(kind: character == "`" ? .name(content) : .text(content), position: start))
      } else if position + 1 < characters.count, pairs.contains(String(characters[position...position + 1])) {
        position += 2
        tokens.append(FormulaToken(kind: .symbol(String(characters[start..<position])), position: start))
      } else if singles.contains(character) {
        position += 1
        tokens.append(FormulaToken(kind: .symbol(String(character)), position: start))
      } else {
        throw formula.failure("'\(character)' has no meaning here", at: position)
      }
    }
    return tokens + [FormulaToken(kind: .end, position: characters.count)]
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static func isDigit(_ characters: [Character], _ position: Int) -> Bool {
    position < characters.count && characters[position].isASCII && characters[position].isNumber
  }

  private static func number(
    _ characters: [Character], _ position: inout Int, _ formula: FormulaText
  ) throws -> Double {
    let start = position
    func digits() { while isDigit(characters, position) || at("_") { position += 1 } }
    func at(_ character: Character) -> Bool { position < characters.count && characters[position] == character }
    digits()
    if at(".") {
      position += 1
      digits()
    }
    if at("e") || at("E") {
      position += 1
      if at("+") || at("-") { position += 1 }
      digits()
    }
    let text = String(characters[start..<position].filter { $0 != "_" })
    let runsOn = position < characters.count && isNamePart(characters[position])
    guard let value = Double(text), value.isFinite, !runsOn else {
      throw formula.failure("this is not a number", at: start)
    }
    return value
  }

  /// Reads a text in quotes, or a name in backticks; there are no escapes.
  private static func quoted(
    _ characters: [Character], _ position: inout Int, _ formula: FormulaText
  ) throws -> String {
    let start = position
    guard let end = characters[(start + 1)...].firstIndex(of: characters[start]) else {
      throw formula.failure("the closing \(characters[start]) is missing", at: start)
    }
    position = end + 1
    return String(characters[start + 1..<end])
  }
}
