internal import DataFrames

/// Reads one JSON string, escapes and surrogate pairs included.
package enum JSONStringScanner {
  /// Reads from the opening quote at `position` and moves behind the closing one.
  ///
  /// A lone half of a surrogate pair, which Python can write, becomes U+FFFD.
  package static func scan(
    _ bytes: [UInt8], _ position: inout Int, _ failure: (String) -> FeatureStoreError
  ) throws -> String {
    var result: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(bytes, &position, &result, failure)
      case 0..<0x20: throw failure("a text holds a control character; write it as an escape")
      default: result.append(byte)
      }
    }
    throw failure("a text has no closing quote")
  }

  private static func escape(
    _ bytes: [UInt8], _ position: inout Int, _ result: inout [UInt8], _ failure: (String) -> FeatureStoreError
  ) throws {
    guard position < bytes.count else { throw failure("a text has no closing quote") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      guard let scalar = scalar(bytes, &position) else { throw failure("\\u needs four hexadecimal digits") }
      result.append(contentsOf: String(scalar).utf8)
    default: throw failure("\\\(Character(UnicodeScalar(byte))) is no escape")
    }
  }

  /// The scalar of `\uXXXX`, or of two of them that make a pair.
  private static func scalar(_ bytes: [UInt8], _ position: inout Int) -> Unicode.Scalar? {
    guard let high = unit(bytes, &position) else { return nil }
    if let scalar = Unicode.Scalar(high) { return scalar }
    let before = position
    if high < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      if let low = unit(bytes, &position), (0xDC00...0xDFFF).contains(low) {
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      }
      position = before
    }
    return "\u{FFFD}"
  }

  private static func unit(_ bytes: [UInt8], _ position: inout Int) -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    let digits = bytes[position..<position + 4]
    guard digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }) else { return nil }
    position += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
