internal import DataFrames

/// The tokens of a Python file, as far as definitions are found by them; nothing is run.
struct PythonTokens {
  enum Kind: Equatable {
    case name(String)
    /// A string; nil when it has parts that only Python can fill in.
    case string(String?)
    case sign(Character)
  }

  struct Token: Equatable {
    let kind: Kind
    let line: Int
    /// How many brackets are open before it.
    let depth: Int
    /// Whether it is the first thing on a line that is not indented.
    let startsLine: Bool
  }

  private(set) var tokens: [Token] = []
  private let text: [Character]
  private var position = 0
  private var line = 1
  private var depth = 0
  private var isAtLineStart = true

  init(_ source: String) {
    // A line end of Windows is one character.
    text = Array(source.replacing("\r\n", with: "\n"))
    while position < text.count { readNext() }
  }

  private var current: Character { text[position] }
  private func peek(_ offset: Int) -> Character? {
    position + offset < text.count ? text[position + offset] : nil
  }

  private mutating func readNext() {
    let character = current
    switch character {
    case "\n":
      line += 1
      position += 1
      isAtLineStart = true
    case "#": while position < text.count, current != "\n" { position += 1 }
    case "\"", "'": readString(prefix: "")
    case _ where character.isLetter || character == "_": readName()
    case _ where character.isWhitespace || character.isNumber:
      position += 1
      isAtLineStart = false
    case "\\":
      // The next line goes on with this one.
      position += 2
      if position <= text.count, text[position - 1] == "\n" { line += 1 }
    default: readSign()
    }
  }

  private mutating func readSign() {
    let character = current
    if ")]}".contains(character) { depth = max(0, depth - 1) }
    add(.sign(character))
    if "([{".contains(character) { depth += 1 }
    position += 1
  }

  private mutating func readName() {
    let start = position
    while position < text.count, current.isLetter || current.isNumber || current == "_" { position += 1 }
    let name = String(text[start..<position])
    let isPrefix = name.count <= 2 && name.allSatisfy { "rRbBuUfFtT".contains($0) }
    if isPrefix, position < text.count, current == "\"" || current == "'" {
      readString(prefix: name.lowercased())
    } else {
      add(.name(name))
    }
  }

  private mutating func readString(prefix: String) {
    let quote = current
    let isLong = peek(1) == quote && peek(2) == quote
    let startLine = line
    position += isLong ? 3 : 1
    var content = ""
    while position < text.count {
      if current == quote, !isLong || (peek(1) == quote && peek(2) == quote) {
        position += isLong ? 3 : 1
        break
      }
      if current == "\n" {
        if !isLong { break }
        line += 1
      }
      content += readCharacter(isRaw: prefix.contains("r"))
    }
    let needsPython = prefix.contains("f") || prefix.contains("t")
    add(.string(needsPython ? nil : content), line: startLine)
  }

  /// One character of a string; an escape that names do not have is kept as it stands.
  private mutating func readCharacter(isRaw: Bool) -> String {
    defer { position += 1 }
    guard current == "\\", let next = peek(1) else { return String(current) }
    position += 1
    if next == "\n" { line += 1 }
    if isRaw { return "\\\(next)" }
    switch next {
    case "\n": return ""
    case "\\", "'", "\"": return String(next)
    case "n": return "\n"
    case "t": return "\t"
    default: return "\\\(next)"
    }
  }

  private mutating func add(_ kind: Kind, line: Int? = nil) {
    tokens.append(Token(kind: kind, line: line ?? self.line, depth: depth, startsLine: isAtLineStart))
    isAtLineStart = false
  }
}
