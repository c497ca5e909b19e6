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

  init(status: Int, code: String, message: String, asked: String, requestID: String? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.asked = asked
    self.requestID = requestID
  }

  init(_ response: HTTPResponse, asked: String) {
    let body = APIErrorBody(response)
    self.init(
      status: response.status, code: body.code, message: String(body.message.prefix(2_000)), asked: asked,
      requestID: response.headers["x-request-id"] ?? body.requestID)
  }

  /// A page where JSON was expected: another host, or a login page in between.
  static func notAnAPI(host: String, _ response: HTTPResponse) -> FeatureStoreError {
    let title = APIErrorBody(response).message
    return FeatureStoreError(
      .configuration,
      "\(host) answered with a web page\(title.isEmpty ? "" : " ('\(title.prefix(200))')") instead of JSON. Set "
        + "DATABRICKS_HOST to the workspace's own address, such as https://dbc-a1b2c3d4-e5f6.cloud.databricks.com.")
  }

  /// Whether the thing asked for is not there; seen under several codes.
  var isMissing: Bool {
    status == 404 || code.hasSuffix("_DOES_NOT_EXIST") || code.hasSuffix("_NOT_FOUND") || code == "NOT_FOUND"
  }

  /// Whether the thing to be made is there already; seen as 400 and as 409.
  var isExisting: Bool { code.hasSuffix("ALREADY_EXISTS") || (status == 409 && code.isEmpty) }

  var isPermissionDenied: Bool { status == 403 || code == "PERMISSION_DENIED" }

  var description: String { "\(asked) answered \(status)\(code.isEmpty ? "" : " \(code)"): \(message)" }
}
