internal import FeatureStoreCore
internal import HTTP

/// An answer of the workspace that is no success.
struct APIError: Error, Sendable, CustomStringConvertible {
  let status: Int
  /// The workspace's own word, such as `RESOURCE_DOES_NOT_EXIST`; empty if it gave none.
  let code: String
  /// What the workspace says, shortened.
  let message: String
  /// What was asked: method and path.
  let asked: String
  let requestID: String?
  /// Whether the answer has none of the API's shapes: a proxy, a login page or another server gave it.
  let isForeign: Bool

  init(
    status: Int, code: String, message: String, asked: String, requestID: String? = nil, isForeign: Bool = false
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.asked = asked
    self.requestID = requestID
    self.isForeign = isForeign
  }

  init(_ response: HTTPResponse, asked: String) {
    let body = APIErrorBody(response)
    self.init(
      status: response.status, code: body.code, message: (Self.redirection(response) ?? body.message).onOneLine(),
      asked: asked, requestID: response.headers["x-request-id"] ?? body.requestID,
      isForeign: body.isForeign || (300..<400).contains(response.status))
  }

  /// Where a redirection leads, without the query.
  private static func redirection(_ response: HTTPResponse) -> String? {
    guard (300..<400).contains(response.status), let location = response.headers["Location"] else { return nil }
    if location.contains("private-link-validation-error") { return "this network may reach it by private link only" }
    return "it redirects to \(location.prefix { $0 != "?" })"
  }

  /// The same with more about what was asked.
  func asking(_ more: String) -> APIError {
    APIError(
      status: status, code: code, message: message, asked: "\(asked) \(more)", requestID: requestID,
      isForeign: isForeign)
  }

  /// A success that is no JSON: another host, or a login page in between.
  static func notAnAPI(host: String, _ response: HTTPResponse, asked: String) -> FeatureStoreError {
    let title = APIErrorBody(response).message.onOneLine(upTo: 200)
    let body = response.isPage ? "a web page\(title.isEmpty ? "" : " ('\(title)')")" : "text that is no JSON"
    return FeatureStoreError(.configuration, "\(host) answered \(asked) with \(body). \(Self.hostRemedy)")
  }

  static let hostRemedy =
    "Set DATABRICKS_HOST to the workspace's own address, such as https://dbc-a1b2c3d4-e5f6.cloud.databricks.com, and check "
    + "the proxy."

  /// Whether the thing asked for is not there; seen under several codes.
  var isMissing: Bool {
    if isForeign || code == "ENDPOINT_NOT_FOUND" { return false }
    return status == 404 || code.hasSuffix("_DOES_NOT_EXIST") || code.hasSuffix("_NOT_FOUND") || code == "NOT_FOUND"
  }

  /// Whether the thing to be made is there already; seen as 400 and as 409.
  var isExisting: Bool { code.hasSuffix("ALREADY_EXISTS") || (status == 409 && code.isEmpty) }

  var isPermissionDenied: Bool { !isUnauthenticated && (status == 403 || code == "PERMISSION_DENIED") }

  /// Whether it is unknown who asks; a wrong token is seen as 401 and as 403.
  var isUnauthenticated: Bool {
    status == 401 || code == "UNAUTHENTICATED" || (status == 403 && message.lowercased().contains("access token"))
  }

  var description: String {
    let (code, message) = (code.isEmpty ? "" : " \(code)", message.isEmpty ? "" : ": \(message)")
    return "\(asked) answered \(status)\(code)\(message)"
  }
}

extension HTTPResponse {
  /// Whether this is a page for people.
  var isPage: Bool {
    if let type = headers["Content-Type"]?.lowercased(), type.hasPrefix("text/html") { return true }
    return body.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "<")
  }
}
