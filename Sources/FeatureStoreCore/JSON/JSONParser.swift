internal import DataFrames

/// Reads JSON text (RFC 8259), and the numbers `NaN`, `Infinity` and `-Infinity` of Python's `json`.
///
/// Of members with one key the last one counts, as in Python. Nesting deeper than 200 is refused.
package struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private init(_ text: some Sequence<UInt8>) { bytes = Array(text) }

  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/corruptData`` that names the line.
  package static func parse(_ text: some Sequence<UInt8>) throws -> JSONValue {
    var parser = JSONParser(text)
    let value = try parser.value()
    parser.skipSpace()
    guard parser.position == parser.bytes.count else { throw parser.failure("text after the end of the value") }
    return value
  }

  private mutating func value() throws -> JSONValue {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return .object(try nested { try $0.members() })
    case UInt8(ascii: "["): return .array(try nested { try $0.elements() })
    case UInt8(ascii: "\""): return .string(try JSONStringScanner.scan(bytes, &position, failure))
    case nil: throw failure("the text ends where a value is expected")
    default: return try word()
    }
  }

  private mutating func nested<Result>(_ body: (inout JSONParser) throws -> Result) throws -> Result {
    depth += 1
    guard depth <= 200 else { throw failure("lists and objects are nested deeper than 200") }
    position += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func members() throws -> [JSONMember] {
    var members: [JSONMember] = []
    var places: [ByteKey: Int] = [:]
    try items(until: UInt8(ascii: "}")) { parser in
      guard parser.peek == UInt8(ascii: "\"") else { throw parser.failure("a key must be a text in double quotes") }
      let key = try JSONStringScanner.scan(parser.bytes, &parser.position, parser.failure)
      parser.skipSpace()
      guard parser.peek == UInt8(ascii: ":") else { throw parser.failure("a colon is missing after \"\(key)\"") }
      parser.position += 1
      let member = JSONMember(key, try parser.value())
      if let place = places[key] {
        members[place] = member
      } else {
        places[key] = members.count
        members.append(member)
      }
    }
    return members
  }

  private mutating func elements() throws -> [JSONValue] {
    var values: [JSONValue] = []
    try items(until: UInt8(ascii: "]")) { parser in values.append(try parser.value()) }
    return values
  }

  /// Reads items between commas up to and with the closing byte.
  private mutating func items(until close: UInt8, _ item: (inout JSONParser) throws -> Void) throws {
    skipSpace()
    if peek == close {
      position += 1
      return
    }
    while true {
      skipSpace()
      try item(&self)
      skipSpace()
      let next = peek
      position += 1
      if next == close { return }
      guard next == UInt8(ascii: ",") else {
        position -= 1
        throw failure("a comma or \(Character(UnicodeScalar(close))) is missing")
      }
    }
  }

  /// Reads a number, `true`, `false` or `null`.
  private mutating func word() throws -> JSONValue {
    let start = position
    while let byte = peek, isWordByte(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "NaN", "Infinity", "-Infinity": return .number(text)
    default:
      guard isJSONNumber(bytes[start..<position]) else {
        position = start
        throw failure("there is no JSON value here")
      }
      return .number(text)
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func failure(_ what: String) -> FeatureStoreError {
    let line = bytes.prefix(position).reduce(1) { (count: Int, byte: UInt8) -> Int in count + (byte == 0x0A ? 1 : 0) }
    return FeatureStoreError(.corruptData, "Line \(line) of the JSON text: \(what).")
  }
}

private func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
    true
  default: false
  }
}

/// Whether bytes are a number by the grammar of RFC 8259 section 6.
private func isJSONNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
  var rest = bytes
  func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  func digits() -> Int {
    let count = rest.prefix(while: isDigit).count
    rest = rest.dropFirst(count)
    return count
  }
  if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
  let startsWithZero = rest.first == UInt8(ascii: "0")
  let whole = digits()
  guard whole > 0, !startsWithZero || whole == 1 else { return false }
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    guard digits() > 0 else { return false }
  }
  if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    guard digits() > 0 else { return false }
  }
  return rest.isEmpty
}
