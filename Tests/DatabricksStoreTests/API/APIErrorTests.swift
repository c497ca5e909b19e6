import FeatureStoreCore
import HTTP
import Testing

@testable import DatabricksStore

/// A failed answer and what is to be read from it.
struct FailedAnswer: Sendable, CustomStringConvertible {
  let description: String
  let status: Int
  let body: String
  let code: String
  let message: String
}

private let answers = [
  FailedAnswer(
    description: "the API's own shape", status: 404,
    body: #"{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such thing","details":[]}"#,
    code: "RESOURCE_DOES_NOT_EXIST", message: "no such thing"),
  FailedAnswer(
    description: "a number as code", status: 401, body: #"{"error_code":401,"message":"bad token"}"#, code: "",
    message: "bad token"),
  FailedAnswer(
    description: "API 1.2: error wins", status: 400, body: #"{"error":"text","message":"other"}"#, code: "",
    message: "text"),
  FailedAnswer(
    description: "SCIM", status: 404, body: #"{"detail":"no user","status":"404","scimType":"x"}"#, code: "SCIM_404",
    message: "no user"),
  FailedAnswer(
    description: "code and text", status: 400, body: "BAD_REQUEST: what happened", code: "BAD_REQUEST",
    message: "what happened"),
  FailedAnswer(
    description: "a page with preformatted text", status: 502, body: "<html><pre> bad\n gateway </pre></html>",
    code: "",
    message: "bad gateway"),
  FailedAnswer(
    description: "a page with a title", status: 503, body: "<html><title>Down</title></html>", code: "", message: "Down"
  ),
  FailedAnswer(description: "nothing", status: 500, body: "", code: "", message: ""),
  FailedAnswer(
    description: "damaged JSON", status: 500, body: #"{"error_code":"#, code: "", message: #"{"error_code":"#),
]

@Suite("Errors of the API")
struct APIErrorTests {
  @Test("every shape of a failed answer is read", arguments: answers)
  func shapes(answer: FailedAnswer) {
    let error = APIError(HTTPResponse(status: answer.status, body: Array(answer.body.utf8)), asked: "GET /x")
    #expect(error.code == answer.code)
    #expect(error.message == answer.message)
  }

  @Test("missing and existing are seen by status and by code")
  func kinds() {
    func error(_ status: Int, _ code: String) -> APIError {
      APIError(status: status, code: code, message: "", asked: "")
    }
    #expect(
      error(404, "").isMissing && error(400, "CATALOG_DOES_NOT_EXIST").isMissing
        && error(400, "TABLE_NOT_FOUND").isMissing)
    #expect(!error(400, "BAD").isMissing && !error(403, "PERMISSION_DENIED").isMissing)
    #expect(error(400, "SCHEMA_ALREADY_EXISTS").isExisting && error(409, "RESOURCE_ALREADY_EXISTS").isExisting)
    #expect(!error(409, "ABORTED").isExisting)
  }

  @Test("another server's 404 is no missing object, and a page is no JSON")
  func foreign() {
    func error(_ status: Int, _ body: String, _ headers: HTTPHeaders = HTTPHeaders()) -> APIError {
      APIError(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), asked: "GET /x")
    }
    #expect(!error(404, "<html><title>Not here</title></html>").isMissing)
    #expect(!error(404, "404 page not found").isMissing)
    #expect(!error(404, #"{"error_code":"ENDPOINT_NOT_FOUND","message":"No API"}"#).isMissing)
    #expect(error(404, #"{"error_code":"RESOURCE_DOES_NOT_EXIST"}"#).isMissing)
    let moved = error(302, "", ["Location": "https://h/login.html?next=secret"])
    #expect(moved.isForeign && moved.message == "it redirects to https://h/login.html")
    #expect(HTTPResponse(status: 200, body: Array("\n <!DOCTYPE html>".utf8)).isPage)
    #expect(!HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: Array("[]".utf8)).isPage)
  }

  @Test("who is not known is told from who may not, by status or by text")
  func unknownCallers() {
    func error(_ status: Int, _ message: String) -> APIError {
      APIError(status: status, code: "", message: message, asked: "")
    }
    #expect(error(401, "").isUnauthenticated && error(403, "Invalid access token.").isUnauthenticated)
    #expect(!error(403, "Invalid access token.").isPermissionDenied)
    #expect(error(403, "User may not").isPermissionDenied && !error(403, "User may not").isUnauthenticated)
  }

  @Test("foreign text stands on one line, without what steers a terminal")
  func oneLine() {
    #expect("a\r\n  b\tc\u{1B}[31m\u{2028}d\n".onOneLine() == "a   b c [31m d")
    #expect("žluť 🐎".onOneLine(upTo: 3) == "žlu" && "".onOneLine() == "")
    #expect("a".asSentence == "a." && "a!".asSentence == "a!" && "".asSentence == "")
  }

  @Test("conditions and states of SQL errors are read from the text")
  func sqlFailures() {
    func failure(_ text: String) -> SQLFailure {
      SQLFailure(status: .object(["state": "FAILED", "error": .object(["message": .string(text)])]), statementID: "s")
    }
    let missing = failure("[TABLE_OR_VIEW_NOT_FOUND] The table `x` cannot be found. SQLSTATE: 42P01")
    #expect(missing.condition == "TABLE_OR_VIEW_NOT_FOUND" && missing.sqlState == "42P01" && !missing.isConflict)
    #expect(failure("[DELTA_CONCURRENT_APPEND.WITHOUT_HINT] x").isConflict)
    #expect(failure("x SQLSTATE: 2D521").isConflict)
    #expect(failure("[INSUFFICIENT_PERMISSIONS] x").code == .permissionDenied)
    #expect(failure("something else").code == .statementFailed)
  }
}
