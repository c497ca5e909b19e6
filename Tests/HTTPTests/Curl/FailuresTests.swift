import Foundation
import HTTP
import Testing

@Suite("Failures over libcurl", .timeLimit(.minutes(1)))
struct FailuresTests {
  let server: TestServer
  let transport: CurlTransport

  init() throws {
    server = try TestServer.shared.get()
    transport = try CurlTransport()
  }

  func failure(_ request: HTTPRequest, _ transport: CurlTransport? = nil) async throws -> HTTPError {
    try #require(await #expect(throws: HTTPError.self) { try await (transport ?? self.transport).send(request) })
  }

  @Test("an unknown host is named, without the query")
  func unknownHost() async throws {
    let error = try await failure(HTTPRequest(.get, "http://nosuchhost.invalid/path?sig=geheim"))
    #expect(error.code == .cannotConnect)
    #expect(error.isUnsent)
    #expect(error.message.contains("nosuchhost.invalid"))
    #expect(!error.message.contains("geheim"))
  }

  @Test("a port where nobody listens is refused")
  func refused() async throws {
    let error = try await failure(HTTPRequest(.post, "http://127.0.0.1:1/", body: .bytes([1])))
    #expect(error.code == .cannotConnect)
    #expect(error.isUnsent)
    #expect(error.message.contains("127.0.0.1:1"))
  }

  @Test("an answer that breaks off is no answer", arguments: [200, 500])
  func dropped(status: Int) async throws {
    let error = try await failure(HTTPRequest(.get, server.url("/drop?code=\(status)&token=geheim")))
    #expect(error.code == .connectionLost)
    #expect(!error.isUnsent)
    #expect(!error.message.contains("geheim"))
  }

  @Test("a connection that ends without a word")
  func vanished() async throws {
    let error = try await failure(HTTPRequest(.get, server.url("/vanish?key=\(UUID())")))
    #expect(error.code == .connectionLost)
    #expect(!error.isUnsent)
  }

  @Test(
    "a request that must not be repeated is not, even on a connection that was used before",
    arguments: [HTTPRequest.Body.none, .bytes([]), .bytes([UInt8](repeating: 65, count: 300_000))])
  func sentOnce(body: HTTPRequest.Body) async throws {
    for _ in 0..<5 {
      let key = UUID().uuidString
      _ = try await transport.send(HTTPRequest(.get, server.url("/echo")))
      let error = try await failure(HTTPRequest(.post, server.url("/vanish?key=\(key)"), body: body))
      #expect(error.code == .connectionLost)
      #expect(!error.isUnsent)
      #expect(try await transport.send(HTTPRequest(.get, server.url("/count?key=\(key)"))).text == "1")
    }
  }

  @Test("the time for the whole exchange")
  func timeout() async throws {
    let error = try await failure(HTTPRequest(.get, server.url("/stall?token=geheim"), timeout: .milliseconds(100)))
    #expect(error.code == .timedOut)
    #expect(!error.isUnsent)
    #expect(error.message.contains("127.0.0.1"))
    #expect(!error.message.contains("geheim"))
    #expect(try await failure(HTTPRequest(.get, server.url("/stall"), timeout: .zero)).code == .timedOut)
    #expect(try await failure(HTTPRequest(.get, server.url("/stall"), timeout: .seconds(-5))).code == .timedOut)
    #expect(
      try await transport.send(HTTPRequest(.get, server.url("/echo"), timeout: .seconds(Int64.max))).status == 200)
  }

  @Test("without a time for the exchange, bytes must keep moving")
  func stall() async throws {
    var options = CurlTransport.Options()
    options.stallTimeout = .seconds(1)
    let error = try await failure(
      HTTPRequest(.get, server.url("/slow?seconds=300"), timeout: nil), CurlTransport(options))
    #expect(error.code == .timedOut)
  }

  @Test("waiting for a connection counts, and leaves the request unsent")
  func queued() async throws {
    var options = CurlTransport.Options()
    options.maximumConnectionsPerHost = 1
    let transport = try CurlTransport(options)
    let key = UUID().uuidString
    let slow = Task { try await transport.send(HTTPRequest(.get, server.url("/stall?key=\(key)"))) }
    while try await self.transport.send(HTTPRequest(.get, server.url("/count?key=\(key)"))).text != "1" {}
    let error = try await failure(HTTPRequest(.post, server.url("/echo"), timeout: .milliseconds(100)), transport)
    #expect(error.code == .timedOut)
    #expect(error.isUnsent)
    slow.cancel()
    await #expect(throws: CancellationError.self) { try await slow.value }
  }

  @Test("a body or head larger than allowed is an error")
  func tooLarge() async throws {
    var options = CurlTransport.Options()
    options.maximumBodySize = 1_000
    let small = try CurlTransport(options)
    #expect(try await small.send(HTTPRequest(.get, server.url("/bytes?count=1000"))).body.count == 1_000)
    let error = try await failure(HTTPRequest(.get, server.url("/bytes?count=1001")), small)
    #expect(error.code == .badResponse)
    #expect(error.message == "The answer of 127.0.0.1:\(server.port) is larger than 1000 bytes.")
    #expect(try await failure(HTTPRequest(.get, server.url("/head-bomb"))).code == .badResponse)
  }

  @Test("what is not HTTP is an error")
  func garbage() async throws {
    let error = try await failure(HTTPRequest(.get, server.url("/garbage")))
    #expect(error.code == .badResponse)
    #expect(!error.isUnsent)
  }

  @Test("a file that is not there, or no file, is an error that names it")
  func files() async throws {
    let missing = try await failure(HTTPRequest(.put, server.url("/echo"), body: .file(path: "/no/such/file")))
    #expect(missing.code == .file)
    #expect(missing.isUnsent)
    #expect(missing.message.contains("/no/such/file"))
    let folder = try await failure(HTTPRequest(.put, server.url("/echo"), body: .file(path: "/tmp")))
    #expect(folder.code == .file)
    #expect(folder.message.contains("/tmp"))
  }

  @Test("a file that becomes shorter while it is sent is an error that names it")
  func shrinking() async throws {
    let folder = try TemporaryFolder()
    let (path, _) = try folder.file("shrinking", size: 64 << 20)
    let key = UUID().uuidString
    let request = HTTPRequest(.put, server.url("/gated?key=\(key)"), body: .file(path: path))
    let upload = Task { try await failure(request) }
    while try await transport.send(HTTPRequest(.get, server.url("/count?key=\(key)"))).text != "1" {}
    #expect(truncate(path, 1 << 20) == 0)
    _ = try await transport.send(HTTPRequest(.get, server.url("/open?key=\(key)")))
    let error = try await upload.value
    #expect(error.code == .file)
    #expect(error.message.contains(path))
    #expect(!error.isUnsent)
  }
}
