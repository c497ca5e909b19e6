import Foundation
import HTTP
import Testing

@Suite("Trust in servers", .timeLimit(.minutes(1)))
struct TrustTests {
  /// A server whose certificate nobody vouches for, and the folder with that certificate.
  static let secure: Result<(TemporaryFolder, TestServer), any Error> = Result {
    let folder = try TemporaryFolder()
    try makeCertificate(folder)
    // What is static is never released.
    atexit { if let (folder, _) = try? TrustTests.secure.get() { folder.remove() } }
    return (folder, try TestServer(certificate: folder.file("certificate.pem"), key: folder.file("key.pem")))
  }

  let folder: TemporaryFolder
  let server: TestServer
  var certificate: String { folder.file("certificate.pem") }

  init() throws { (folder, server) = try Self.secure.get() }

  /// Makes a certificate for 127.0.0.1 that is signed by itself.
  static func makeCertificate(_ folder: TemporaryFolder) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test"
      .split(separator: " ").map(String.init) + [
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder.file("key.pem"), "-out",
        folder.file("certificate.pem"),
      ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl made no certificate")
  }

  func transport(_ trust: CurlTransport.Trust) throws -> CurlTransport {
    var options = CurlTransport.Options()
    options.trust = trust
    return try CurlTransport(options)
  }

  @Test("a certificate that nobody vouches for is refused, and nothing is sent")
  func refused() async throws {
    let transport = try transport(.system)
    let error = await #expect(throws: HTTPError.self) {
      try await transport.send(HTTPRequest(.post, server.url("/echo"), body: .bytes([1])))
    }
    #expect(error?.code == .tls)
    #expect(error?.isUnsent == true)
    #expect(error?.message.contains("127.0.0.1:\(server.port)") == true)
  }

  @Test("with its CA file it is accepted, and one connection serves several requests")
  func accepted() async throws {
    let transport = try transport(.systemAnd(path: certificate))
    let first = try await Echo(transport.send(HTTPRequest(.get, server.url("/echo"))))
    let body = HTTPRequest.Body.bytes([UInt8](repeating: 66, count: 100_000))
    let second = try await Echo(transport.send(HTTPRequest(.post, server.url("/echo"), body: body)))
    #expect(first.connection == second.connection)
    #expect(second.length == 100_000)
  }

  @Test("with its CA file another host's name is refused")
  func otherName() async throws {
    let transport = try transport(.systemAnd(path: certificate))
    let error = await #expect(throws: HTTPError.self) {
      try await transport.send(HTTPRequest(.get, server.url("/echo", host: "localhost")))
    }
    #expect(error?.code == .tls)
  }

  @Test("who trusts anyone gets an answer from anyone")
  func anyone() async throws {
    let transport = try transport(.anyone)
    #expect(try await transport.send(HTTPRequest(.get, server.url("/echo", host: "localhost"))).status == 200)
  }

  @Test("a CA file that is not there or holds no certificate is an error that names it")
  func files() throws {
    let (other, _) = try folder.file("other.pem", size: 100)
    for path in [folder.file("none.pem"), other] {
      let error = #expect(throws: HTTPError.self) { try transport(.systemAnd(path: path)) }
      #expect(error?.code == .file)
      #expect(error?.message.contains(path) == true)
    }
  }

  @Test("a server without TLS where it was asked for is no server to talk to")
  func plain() async throws {
    let port = try TestServer.shared.get().port
    let error = await #expect(throws: HTTPError.self) {
      try await transport(.system).send(HTTPRequest(.get, "https://127.0.0.1:\(port)/echo", timeout: .seconds(10)))
    }
    #expect(error?.code == .tls)
    #expect(error?.isUnsent == true)
  }
}
