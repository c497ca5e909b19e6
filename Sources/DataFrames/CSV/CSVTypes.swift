/// Finds the narrowest type that every non-null field of a column can be read as.
///
/// In this order: int64, float64, bool (`true`/`false` in the usual spellings), date (`YYYY-MM-DD`), timestamp
/// (microseconds; UTC if any field has a zone), string. Quoted fields count as text. Digits with a leading zero, such as
/// postal codes, stay text, and so do whole numbers beyond int64, which a float would round.
enum CSVTypes {
  static func infer(_ table: CSVTable, _ column: Int) -> ColumnType {
    var candidates = CSVCandidates()
    for row in 0..<table.rowCount {
      let field = table.field(row, column)
      if table.isNull(field) { continue }
      if field.isQuoted { return .string }
      candidates.narrow(to: table.bytes[field.content])
      if candidates.isText { return .string }
    }
    return candidates.type
  }

  /// The type a single unquoted text would be read as.
  static func infer(_ text: ArraySlice<UInt8>) -> ColumnType {
    var candidates = CSVCandidates()
    candidates.narrow(to: text)
    return candidates.type
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

  var isText: Bool { kind == .string }

  var type: ColumnType {
    switch kind {
    case .int64: .int64
    case .float64: .float64
    case .bool: .bool
    case .date: .date
    case .timestamp: .timestamp(.microseconds, utc: hasZone)
    case .string, nil: .string
    }
  }

  mutating func narrow(to text: ArraySlice<UInt8>) {
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
    if CSVNumbers.int64(text) != nil { return .int64 }
    if CSVNumbers.float64(text) != nil { return CSVNumbers.isWhole(text) ? .string : .float64 }
    if CSVTypes.bool(text) != nil { return .bool }
    if ISO8601Parser.date(text) != nil { return .date }
    guard ISO8601Parser.timestamp(text) != nil else { return .string }
    hasZone = hasZone || CSVCandidates.hasZone(text)
    return .timestamp
  }

  private static func hasZone(_ text: ArraySlice<UInt8>) -> Bool {
    text.dropFirst(10).contains { (byte: UInt8) -> Bool in
      byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "z") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
  }
}
