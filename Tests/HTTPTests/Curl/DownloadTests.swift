import Foundation
import HTTP
import Testing

@Suite("Downloads to files", .timeLimit(.minutes(1)))
struct DownloadTests {
  let server: TestServer
  let transport: CurlTransport
  let folder: TemporaryFolder

  init() throws {
    server = try TestServer.shared.get()
    transport = try CurlTransport()
    folder = try TemporaryFolder()
  }

  func content(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file(name))))
  }

  @Test("a success goes to the file, which is made anew")
  func success() async throws {
    let (path, _) = try folder.file("a", size: 3 << 20)
    let count = 1 << 20
    let response = try await transport.download(HTTPRequest(.get, server.url("/bytes?count=\(count)")), to: path)
    #expect(response.status == 200)
    #expect(response.body.isEmpty)
    let block = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* $0 &+ $0 / 251) }
    #expect(try content("a") == Array(repeatElement(block, count: count / 65_536).joined()))
  }

  @Test("the body of another answer is returned, and the file is empty")
  func noSuccess() async throws {
    let (path, _) = try folder.file("b", size: 10)
    let response = try await transport.download(
      HTTPRequest(.get, server.url("/status?code=403&body=expired")), to: path)
    #expect(response.status == 403)
    #expect(response.text == "expired")
    #expect(try content("b").isEmpty)
  }

  @Test("what arrived before the connection broke is in the file")
  func broken() async throws {
    let error = await #expect(throws: HTTPError.self) {
      try await transport.download(HTTPRequest(.get, server.url("/drop")), to: folder.file("c"))
    }
    #expect(error?.code == .connectionLost)
    #expect(try content("c") == Array(repeating: UInt8(ascii: "y"), count: 10))
  }

  @Test("a file that cannot be made is an error before anything is sent")
  func noFolder() async throws {
    let path = folder.file("none/file")
    let error = await #expect(throws: HTTPError.self) {
      try await transport.download(HTTPRequest(.get, server.url("/echo")), to: path)
    }
    #expect(error?.code == .file)
    #expect(error?.message.contains(path) == true)
    #expect(error?.isUnsent == true)
  }

  @Test(
    "a full disk is an error that names the file", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() async throws {
    let error = await #expect(throws: HTTPError.self) {
      try await transport.download(HTTPRequest(.get, server.url("/bytes?count=100000")), to: "/dev/full")
    }
    #expect(error?.code == .file)
    #expect(error?.message.contains("/dev/full") == true)
    #expect(error?.isUnsent == false)
  }
}
