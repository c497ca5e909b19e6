/// Percent-encodes the parts of a URL, and form bodies.
///
/// Letters, digits and `-._~` stay (RFC 3986, section 2.3); every other byte of the UTF-8 text is encoded.
package enum URLEncoding {
  /// Encodes a path; its `/` stay what they are.
  package static func path(_ path: String) -> String { encoded(path) { isUnreserved($0) || $0 == UInt8(ascii: "/") } }

  /// Encodes one segment of a path, or one value: `/` is encoded too.
  package static func segment(_ segment: String) -> String { encoded(segment, keeping: isUnreserved) }

  /// Encodes the query of a URL, without the `?`; a space becomes `%20`.
  package static func query(_ pairs: [(String, String)]) -> String {
    pairs.map { segment($0.0) + "=" + segment($0.1) }.joined(separator: "&")
  }

  /// Encodes a body of type `application/x-www-form-urlencoded`; a space becomes `+`.
  package static func form(_ pairs: [(String, String)]) -> String {
    pairs.map { formPart($0.0) + "=" + formPart($0.1) }.joined(separator: "&")
  }

  private static func formPart(_ text: String) -> String {
    let kept = encoded(text) { $0 == UInt8(ascii: " ") || isUnreserved($0) && $0 != UInt8(ascii: "~") }
    return String(decoding: kept.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
  }

  private static func encoded(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if isKept(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
