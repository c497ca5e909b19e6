/// Finds the narrowest type that every non-null field of a column can be read as.
///
/// In this order: int64, float64, bool (`true`/`false` in the usual spellings), date (`YYYY-MM-DD`), timestamp
/// (microseconds; UTC if any field has a zone), string. Quoted fields count as text. Digits with a leading zero, such as
/// postal codes, stay text.
enum CSVTypes {
  static func infer(_ fields: [CSVScanner.Field]) -> ColumnType {
    let filled = fields.filter { !$0.isNull }
    if filled.isEmpty || filled.contains(where: { $0.isQuoted }) { return .string }
    if filled.contains(where: { hasLeadingZero($0.bytes) }) { return .string }
    if filled.allSatisfy({ int64($0.bytes) != nil }) { return .int64 }
    if filled.allSatisfy({ float64($0.bytes) != nil }) { return .float64 }
    if filled.allSatisfy({ bool($0.bytes) != nil }) { return .bool }
    if filled.allSatisfy({ ISO8601Parser.date($0.bytes) != nil }) { return .date }
    if filled.allSatisfy({ ISO8601Parser.timestamp($0.bytes) != nil }) {
      return .timestamp(.microseconds, utc: filled.contains { hasZone($0.bytes) })
    }
    return .string
  }

  static func int64(_ bytes: [UInt8]) -> Int64? { Int64(String(decoding: bytes, as: UTF8.self)) }

  static func float64(_ bytes: [UInt8]) -> Double? { Double(String(decoding: bytes, as: UTF8.self)) }

  static func bool(_ bytes: [UInt8]) -> Bool? {
    switch String(decoding: bytes, as: UTF8.self) {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  /// Whether a number is written as an identifier would be: `007`, `-01`, but not `0` or `0.5`.
  private static func hasLeadingZero(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    return digits.count > 1 && digits.first == UInt8(ascii: "0")
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func hasZone(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 10 else { return false }
    return bytes.dropFirst(10).contains { (byte: UInt8) -> Bool in
      byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "z") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
  }
}
