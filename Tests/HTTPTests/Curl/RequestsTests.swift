import Foundation
import HTTP
import Testing

@Suite("Requests over libcurl", .timeLimit(.minutes(1)))
struct RequestsTests {
  let server: TestServer
  let transport: CurlTransport

  init() throws {
    server = try TestServer.shared.get()
    transport = try CurlTransport()
  }

  @Test(
    "every method arrives with its body and length",
    arguments: [HTTPRequest.Method.get, .post, .put, .patch, .delete], ["", "some body"])
  func methods(method: HTTPRequest.Method, body: String) async throws {
    let request = HTTPRequest(method, server.url("/echo?a=b%20c"), body: .bytes(Array(body.utf8)))
    let echo = try await Echo(transport.send(request))
    #expect(echo.method == method.rawValue)
    #expect(echo.path == "/echo?a=b%20c")
    #expect(echo.first == body)
    #expect(echo.values("Content-Length") == ["\(body.utf8.count)"])
    #expect(echo.values("Transfer-Encoding").isEmpty)
    #expect(echo.values("Expect").isEmpty)
    #expect(echo.values("Content-Type").isEmpty)
  }

  @Test(
    "without a body there is a length only where the method has one",
    arguments: [
      (HTTPRequest.Method.get, [String]()), (.delete, []), (.post, ["0"]), (.put, ["0"]), (.patch, ["0"]),
    ])
  func withoutBody(method: HTTPRequest.Method, lengths: [String]) async throws {
    let echo = try await Echo(transport.send(HTTPRequest(method, server.url("/echo"))))
    #expect(echo.method == method.rawValue)
    #expect(echo.values("Content-Length") == lengths)
    #expect(echo.values("Transfer-Encoding").isEmpty)
  }

  @Test("HEAD has the header fields and no body")
  func head() async throws {
    let response = try await transport.send(HTTPRequest(.head, server.url("/bytes?count=5")))
    #expect(response.status == 200)
    #expect(response.headers["content-length"] == "5")
    #expect(response.body.isEmpty)
  }

  @Test("header fields arrive as they are, also empty ones and several of one name")
  func fields() async throws {
    var headers: HTTPHeaders = ["Content-Type": "application/json", "X-Empty": "", "X-Text": "a\tb; c=\"ü\""]
    headers.append("X-Twice", "1")
    headers.append("X-Twice", "2")
    let request = HTTPRequest(.post, server.url("/echo"), headers: headers, body: .bytes([1]))
    let echo = try await Echo(transport.send(request))
    #expect(echo.values("Content-Type") == ["application/json"])
    #expect(echo.values("X-Empty") == [""])
    #expect(echo.values("X-Twice") == ["1", "2"])
    #expect(
      echo.values("X-Text").first.map { Array($0.unicodeScalars.map { UInt8($0.value) }) }
        == Array("a\tb; c=\"ü\"".utf8))
  }

  @Test("the path is sent as it is, dots too")
  func pathAsIs() async throws {
    let echo = try await Echo(transport.send(HTTPRequest(.get, server.url("/echo/a/../b/./%2e%2e"))))
    #expect(echo.path == "/echo/a/../b/./%2e%2e")
  }

  @Test("any status is an answer", arguments: [200, 204, 301, 400, 404, 429, 500, 503])
  func statuses(status: Int) async throws {
    let field = "Location:/echo"
    let request = HTTPRequest(
      .get, server.url("/status?code=\(status)&body=\(status == 204 ? "" : "text")&field=\(field)"))
    let response = try await transport.send(request)
    #expect(response.status == status)
    #expect(response.isSuccess == (status < 300))
    #expect(response.text == (status == 204 ? "" : "text"))
    #expect(response.headers["location"] == "/echo")
  }

  @Test("a chunked answer is put together")
  func chunked() async throws {
    #expect(try await transport.send(HTTPRequest(.get, server.url("/chunked"))).text == "one two three")
  }

  @Test("of an interim answer nothing is left")
  func interim() async throws {
    let response = try await transport.send(HTTPRequest(.get, server.url("/interim")))
    #expect(response.status == 200)
    #expect(response.headers["X-Early"] == nil)
    #expect(response.headers["X-Final"] == "yes")
    #expect(response.text == "final")
  }

  @Test("a large file is sent whole", arguments: [HTTPRequest.Method.put, .post])
  func upload(method: HTTPRequest.Method) async throws {
    let folder = try TemporaryFolder()
    let (path, checksum) = try folder.file("upload", size: 20 << 20)
    let echo = try await Echo(transport.send(HTTPRequest(method, server.url("/echo"), body: .file(path: path))))
    #expect(echo.length == 20 << 20)
    #expect(echo.checksum == checksum)
    #expect(echo.values("Content-Length") == ["\(20 << 20)"])
  }

  @Test("an empty file is sent with length 0")
  func emptyUpload() async throws {
    let folder = try TemporaryFolder()
    let (path, _) = try folder.file("empty", size: 0)
    let echo = try await Echo(transport.send(HTTPRequest(.put, server.url("/echo"), body: .file(path: path))))
    #expect(echo.values("Content-Length") == ["0"])
  }

  @Test("a server that refuses before it has read the body is heard")
  func earlyAnswer() async throws {
    let body = HTTPRequest.Body.bytes([UInt8](repeating: 7, count: 100))
    let response = try await transport.send(HTTPRequest(.put, server.url("/early"), body: body))
    #expect(response.status == 413)
    #expect(response.text == "too much")
  }
}
