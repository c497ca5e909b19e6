/// Finds the narrowest type that every non-null field of a column can be read as.
///
/// In this order: int64, float64, bool (`true`/`false` in the usual spellings), date (`YYYY-MM-DD`), timestamp
/// (microseconds, or nanoseconds if a field has them; UTC if any field has a zone), string. Quoted fields count as
/// strings, unless all fields of the file are quoted or the column is known to hold times. Digits with a leading zero,
/// such as postal codes, stay strings, and so do whole numbers beyond int64, and those beside fractions that a float
/// would round. Words such as `NA` and `NULL` say nothing about the type.
enum CSVTypes {
  static func infer(_ table: CSVTable, _ column: Int, ignoringQuotes: Bool = false) -> ColumnType {
    var candidates = CSVCandidates()
    for row in 0..<table.rowCount {
      let field = table.field(row, column)
      if table.isNull(field) { continue }
      if field.isQuoted && !ignoringQuotes { return .string }
      let text = table.bytes[field.content]
      if isNullWord(text) { candidates.sawWord = true } else { candidates.narrow(to: text) }
      if candidates.isText { return .string }
    }
    return candidates.type
  }

  /// Whether a single unquoted text would be read as something other than a string.
  static func couldBeOther(_ text: ArraySlice<UInt8>) -> Bool {
    var candidates = CSVCandidates()
    candidates.narrow(to: text)
    return candidates.type != .string || isNullWord(text)
  }

  private static let nullWords: [[UInt8]] = [
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "Null", "null", "None", "NaT", "\\N",
  ].map { Array($0.utf8) }

  static func isNullWord(_ text: ArraySlice<UInt8>) -> Bool {
    (2...4).contains(text.count) && nullWords.contains { text.elementsEqual($0) }
  }

  /// Bytes as they are written: `0x` and two digits for each.
  static func binary(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.starts(with: "0x".utf8), text.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var digits = text.dropFirst(2)
    while let high = digits.popFirst(), let low = digits.popFirst() {
      guard let high = Character(Unicode.Scalar(high)).hexDigitValue,
        let low = Character(Unicode.Scalar(low)).hexDigitValue
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }

  static func bool(_ bytes: ArraySlice<UInt8>) -> Bool? {
    guard bytes.count == 4 || bytes.count == 5 else { return nil }
    switch String(decoding: bytes, as: UTF8.self) {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }
}

/// The types that every text seen so far can be read as.
struct CSVCandidates {
  private enum Kind { case int64, float64, bool, date, timestamp, string }
  private var kind: Kind?
  private var hasZone = false
  private var hasNanoseconds = false
  private var sawNaN = false
  /// Whether there was a whole number that a float would round.
  private var sawWide = false
  /// Whether there was a word for no value; without any value the column holds the words themselves.
  var sawWord = false

  var isText: Bool { kind == .string }

  var type: ColumnType {
    switch kind {
    case .int64: .int64
    case .float64: sawWide ? .string : .float64
    case .bool: .bool
    case .date: .date
    case .timestamp: .timestamp(hasNanoseconds ? .nanoseconds : .microseconds, utc: hasZone)
    case nil: sawNaN && !sawWord ? .float64 : .string
    case .string: .string
    }
  }

  mutating func narrow(to text: ArraySlice<UInt8>) {
    if CSVNumbers.isNaN(text) {
      sawNaN = true
      return
    }
    let next = kind(of: text)
    switch (kind, next) {
    case (nil, _): kind = next
    case (.int64, .float64), (.float64, .int64): kind = .float64
    case (.date, .timestamp), (.timestamp, .date): kind = .timestamp
    default: if kind != next { kind = .string }
    }
  }

  private mutating func kind(of text: ArraySlice<UInt8>) -> Kind {
    if CSVNumbers.isIdentifier(text) { return .string }
    if CSVNumbers.isWide(text) { sawWide = true }
    if CSVNumbers.int64(text) != nil { return .int64 }
    if CSVNumbers.float64(text) != nil { return CSVNumbers.isWhole(text) ? .string : .float64 }
    if CSVTypes.bool(text) != nil { return .bool }
    if ISO8601Parser.date(text) != nil { return .date }
    guard let time = ISO8601Parser.timestamp(text) else { return .string }
    hasNanoseconds = hasNanoseconds || time.nanoseconds % 1_000 != 0
    hasZone = hasZone || CSVCandidates.hasZone(text)
    return .timestamp
  }

  private static func hasZone(_ text: ArraySlice<UInt8>) -> Bool {
    text.dropFirst(10).contains { (byte: UInt8) -> Bool in
      "Zz+-UG".utf8.contains(byte)
    }
  }
}
