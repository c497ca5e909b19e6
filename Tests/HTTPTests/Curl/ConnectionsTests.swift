import Foundation
import HTTP
import Testing

@Suite("Connections", .timeLimit(.minutes(1)))
struct ConnectionsTests {
  let server: TestServer

  init() throws { server = try TestServer.shared.get() }

  @Test("one connection serves one request after the other")
  func reuse() async throws {
    let transport = try CurlTransport()
    var connections: Set<Int> = []
    for _ in 0..<20 {
      connections.insert(try await Echo(transport.send(HTTPRequest(.get, server.url("/echo")))).connection)
      let post = HTTPRequest(.post, server.url("/echo"), body: .bytes([1, 2]))
      connections.insert(try await Echo(transport.send(post)).connection)
    }
    #expect(connections.count == 1)
  }

  @Test("100 requests at once share the allowed number of connections", arguments: [1, 3, 16])
  func concurrent(limit: Int) async throws {
    var options = CurlTransport.Options()
    options.maximumConnectionsPerHost = limit
    let transport = try CurlTransport(options)
    let echoes = try await withThrowingTaskGroup(of: Echo.self) { group in
      for number in 0..<100 {
        group.addTask { try await Echo(transport.send(HTTPRequest(.get, server.url("/echo?n=\(number)")))) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(echoes.map(\.path)) == Set((0..<100).map { "/echo?n=\($0)" }))
    #expect((1...limit).contains(Set(echoes.map(\.connection)).count))
  }

  @Test("a transport that is not kept still answers")
  func temporary() async throws {
    for _ in 0..<20 {
      #expect(try await CurlTransport().send(HTTPRequest(.get, server.url("/echo"))).status == 200)
    }
  }

  @Test(
    "thread and sockets end with the transport",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/task")))
  func endOfThread() async throws {
    let url = server.url("/echo")
    await #expect(processExitsWith: .success) { [url = url as String] in
      func sockets() -> Int {
        let files = FileManager.default
        let numbers = (try? files.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return numbers.filter { number in
          (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"))?.hasPrefix("socket:") ?? false
        }.count
      }
      func isHTTP(_ task: String) -> Bool {
        (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)) == "HTTP\n"
      }
      func threads() -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []).filter(isHTTP).count
      }
      // Bounded: a test that fails must not wait for good.
      func settles(_ isSettled: () -> Bool) async throws -> Bool {
        for _ in 0..<20_000 where !isSettled() { try await Task.sleep(for: .milliseconds(1)) }
        return isSettled()
      }
      _ = try await CurlTransport().send(HTTPRequest(.get, url))
      guard try await settles({ threads() == 0 }) else { exit(1) }
      let before = sockets()
      for _ in 0..<50 { _ = try await CurlTransport().send(HTTPRequest(.get, url)) }
      guard try await settles({ threads() == 0 && sockets() <= before }) else { exit(1) }
    }
  }

  @Test("the proxy of the environment is used, but not for hosts of NO_PROXY")
  func proxy() async throws {
    let (proxy, direct) = (server.url(""), server.url("/echo"))
    await #expect(processExitsWith: .success) { [proxy = proxy as String, direct = direct as String] in
      setenv("http_proxy", proxy, 1)
      setenv("https_proxy", proxy, 1)
      setenv("NO_PROXY", "127.0.0.1", 1)
      let transport = try CurlTransport()
      let response = try await transport.send(HTTPRequest(.get, "http://nosuchhost.invalid/a?b"))
      #expect(response.text == "nothing at http://nosuchhost.invalid/a?b")
      #expect(try await Echo(transport.send(HTTPRequest(.get, direct))).path == "/echo")
      // This proxy does not know how to connect to another server: the request never left.
      let error = await #expect(throws: HTTPError.self) {
        try await transport.send(HTTPRequest(.post, "https://nosuchhost.invalid/", body: .bytes([1])))
      }
      #expect(error?.code == .cannotConnect)
      #expect(error?.isUnsent == true)
    }
  }
}
