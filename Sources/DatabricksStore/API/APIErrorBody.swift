internal import FeatureStoreCore
internal import HTTP

/// What the body of a failed answer says, in whichever of its shapes: the API's own, the older one, SCIM, text or a page.
struct APIErrorBody {
  let code: String
  let message: String
  let requestID: String?
  /// Whether this is none of the API's shapes.
  let isForeign: Bool

  init(_ response: HTTPResponse) {
    let text = response.text
    if let json = try? JSONParser.parse(response.body), json.object != nil {
      code = Self.code(json, status: response.status)
      message = Self.message(json) ?? text
      requestID = Self.requestID(json)
      isForeign = false
    } else if text.contains("<") {
      let page = Self.between("<pre>", "</pre>", text) ?? Self.between("<title>", "</title>", text) ?? ""
      (code, message, requestID, isForeign) = ("", page, nil, true)
    } else {
      let (code, message) = Self.codeAndText(text)
      (self.code, self.message, requestID, isForeign) = (code, message, nil, code.isEmpty && !text.isEmpty)
    }
  }

  /// The code is a text, except for authentication, where it is a number or missing.
  private static func code(_ json: JSONValue, status: Int) -> String {
    if let code = json["error_code"]?.string { return code }
    if json["scimType"] != nil || json["detail"] != nil { return "SCIM_\(json["status"]?.string ?? String(status))" }
    return ""
  }

  private static func message(_ json: JSONValue) -> String? {
    for key in ["error", "message", "detail", "error_description"] {
      if let text = json[key]?.string, !text.isEmpty { return text }
    }
    return nil
  }

  private static func requestID(_ json: JSONValue) -> String? {
    let details = json["details"]?.array ?? []
    return details.compactMap { $0["request_id"]?.string }.first
  }

  /// `SOME_CODE: what happened` in two parts.
  private static func codeAndText(_ text: String) -> (String, String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    let isCode = parts.first?.utf8.allSatisfy { (65...90).contains($0) || $0 == UInt8(ascii: "_") } ?? false
    guard parts.count == 2, isCode else { return ("", text) }
    return (String(parts[0]), parts[1].drop { $0 == " " }.description)
  }

  private static func between(_ start: String, _ end: String, _ text: String) -> String? {
    guard let from = text.firstRange(of: start)?.upperBound,
      let to = text[from...].firstRange(of: end)?.lowerBound
    else { return nil }
    return text[from..<to].split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
