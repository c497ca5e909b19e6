/// The one written form of a list in CSV: a JSON array, such as `[1,2,null]`, `["a, b","it's"]` or `[]`.
///
/// Numbers and truth values stand bare, `NaN` and `Infinity` as Python's `json` writes them; strings, times, dates,
/// decimals and bytes stand in double quotes. A field like this is a list only where the type is given; it is a string
/// otherwise.
struct CSVList {
  /// Whether elements stand in double quotes.
  let strings: Bool
  private(set) var offsets = [0]
  /// The elements of all lists; nil for a null.
  private(set) var elements: [ArraySlice<UInt8>?] = []

  init(strings: Bool) { self.strings = strings }

  mutating func appendEmpty() { offsets.append(elements.count) }

  /// The list that an element is in.
  func row(of element: Int) -> Int { (offsets.firstIndex { $0 > element } ?? 1) - 1 }

  /// Reads one list; false when the text is none.
  mutating func append(_ text: ArraySlice<UInt8>) -> Bool {
    var scanner = Scanner(rest: text)
    guard scanner.skip(UInt8(ascii: "[")) else { return false }
    if !scanner.skip(UInt8(ascii: "]")) {
      repeat {
        guard let element = scanner.element(strings) else { return false }
        elements.append(element)
      } while scanner.skip(UInt8(ascii: ","))
      guard scanner.skip(UInt8(ascii: "]")) else { return false }
    }
    guard scanner.isAtEnd else { return false }
    offsets.append(elements.count)
    return true
  }

  /// Writes the list of a row.
  static func text(_ lists: ListBuffer, _ row: Int) -> String {
    let strings = lists.elements.type.isWrittenAsString
    let cells = lists.range(row).map { (element: Int) -> String in
      guard let cell = lists.elements.text(element) else { return "null" }
      return strings ? jsonQuoted(cell) : special[cell] ?? cell
    }
    return "[" + cells.joined(separator: ",") + "]"
  }

  private static let special = ["nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"]
}

extension ColumnType {
  /// Whether an element of this type stands in double quotes in a list.
  var isWrittenAsString: Bool {
    switch self {
    case .string, .binary, .date, .timestamp, .decimal: true
    default: false
    }
  }
}

/// Walks over one JSON array.
private struct Scanner {
  var rest: ArraySlice<UInt8>

  var isAtEnd: Bool { rest.allSatisfy(Self.isSpace) }

  mutating func skip(_ byte: UInt8) -> Bool {
    rest = rest.drop(while: Self.isSpace)
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  /// The next element, nil in it for `null`; nil when there is none.
  mutating func element(_ strings: Bool) -> ArraySlice<UInt8>?? {
    if skip(UInt8(ascii: "\"")) { return strings ? string().map { .some($0) } : nil }
    let word = rest.prefix { !Self.isSpace($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "]") }
    rest = rest.dropFirst(word.count)
    if word.elementsEqual("null".utf8) { return .some(nil) }
    return word.isEmpty || strings ? nil : .some(word)
  }

  private mutating func string() -> ArraySlice<UInt8>? {
    var text: ArraySlice<UInt8> = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return text
      case UInt8(ascii: "\\"):
        guard let scalar = escaped() else { return nil }
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal() else { return nil }
      guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) }
      // Two units make one letter beyond the first 65,536.
      guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"), let low = hexadecimal(),
        (0xDC00...0xDFFF).contains(low)
      else { return nil }
      return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    case let byte?: return "\"\\/".utf8.contains(byte) ? Unicode.Scalar(byte) : nil
    case nil: return nil
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    guard rest.count >= 4 else { return nil }
    let digits = String(decoding: rest.prefix(4), as: UTF8.self)
    rest = rest.dropFirst(4)
    return digits.utf8.first == UInt8(ascii: "+") || digits.utf8.first == UInt8(ascii: "-")
      ? nil : UInt32(digits, radix: 16)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
