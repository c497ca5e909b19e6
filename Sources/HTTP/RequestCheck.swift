/// What a request must not hold, because it would change the meaning of what is sent.
enum RequestCheck {
  /// Fields that follow from the body, and whose wrong values would split a request in two.
  private static let ownFields: Set<String> = ["content-length", "transfer-encoding"]

  static func check(_ request: HTTPRequest, host: String) throws(HTTPError) {
    for (name, value) in request.headers.fields {
      guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
        throw .badRequest("A header field for \(host) has a name with characters that names cannot have.")
      }
      guard value.utf8.allSatisfy(isValueByte) else {
        throw .badRequest("The header field \(name) for \(host) holds a line break or another control character.")
      }
      guard !ownFields.contains(name.lowercased()) else {
        throw .badRequest("The header field \(name) follows from the body; leave it out of the request for \(host).")
      }
    }
    if request.method == .head, case .none = request.body { return }
    guard request.method != .head else { throw .badRequest("A HEAD request, here for \(host), cannot have a body.") }
  }

  /// A `tchar` of RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// Section 5.5: no control characters but the tab.
  private static func isValueByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }
}
