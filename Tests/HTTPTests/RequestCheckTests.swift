import HTTP
import Testing

@Suite("Requests that cannot be sent")
struct RequestCheckTests {
  func failure(_ request: HTTPRequest) async throws -> HTTPError {
    let transport = try CurlTransport()
    return try #require(await #expect(throws: HTTPError.self) { try await transport.send(request) })
  }

  @Test(
    "header fields that would end the line or the request",
    arguments: [
      ("X-A", "b\r\nX-Evil: 1"), ("X-A", "b\n"), ("X-A", "b\u{0}c"), ("X-A", "\u{7F}"), ("X-A\r\nX", "b"),
      ("X A", "b"), ("", "b"), ("X:", "b"), ("Ü", "b"), ("Content-Length", "5"), ("transfer-encoding", "chunked"),
    ])
  func fields(name: String, value: String) async throws {
    let error = try await failure(
      HTTPRequest(.get, "http://nosuchhost.invalid/", headers: HTTPHeaders([(name: name, value: value)])))
    #expect(error.code == .badRequest)
    #expect(error.isUnsent)
    #expect(!error.message.contains("Evil"))
    #expect(error.message.contains("nosuchhost.invalid"))
  }

  @Test(
    "URLs that are not complete, not encoded, of another kind, or hold credentials",
    arguments: [
      "", "/path", "nosuchhost.invalid/path", "ftp://nosuchhost.invalid/", "file:///etc/passwd", "http://",
      "https://nosuchhost.invalid/a b", "https://nosuchhost.invalid/\r\nX: y", "https://nosuchhost.invalid/ü",
      "https://user:geheim@nosuchhost.invalid/", "https://geheim@nosuchhost.invalid/",
      "https://nosuchhost.invalid:99999999/", "https://[::1/",
    ])
  func urls(url: String) async throws {
    let error = try await failure(HTTPRequest(.get, url))
    #expect(error.code == .badRequest)
    #expect(error.isUnsent)
    #expect(!error.message.contains("geheim"))
  }

  @Test("HEAD with a body")
  func head() async throws {
    #expect(
      try await failure(HTTPRequest(.head, "http://nosuchhost.invalid/", body: .bytes([1]))).code == .badRequest)
  }
}
