import DataFrames
import FeatureStoreTesting
import Foundation
import HTTP
import Testing

@Suite("Retrying transport", .timeLimit(.minutes(1)))
struct RetryingTransportTests {
  let clock = ManualClock()
  let events = Locked<[RetryEvent]>([])

  func transport(_ base: any HTTPTransport, policy: RetryPolicy = .workspace) -> RetryingTransport {
    RetryingTransport(base, policy: policy, clock: clock, random: { 0.25 }) { [events] event in
      events.withLock { $0.append(event) }
    }
  }

  /// Starts a request and moves the clock past each of its waits.
  func result(
    _ waits: Int, _ work: @escaping @Sendable () async throws -> HTTPResponse
  ) async throws -> Result<HTTPResponse, any Error> {
    let task = Task { try await work() }
    for _ in 0..<waits {
      try await clock.waitForSleepers()
      let next = try #require(clock.deadlines.first)
      clock.advance(by: clock.now.duration(to: next))
    }
    return await task.result
  }

  @Test("an answer is returned after as many waits as the server needed, each reported without the query")
  func success() async throws {
    let script = ScriptedTransport { _, number in
      switch number {
      case 0: throw HTTPError(.connectionLost, "lost", isUnsent: false)
      case 1: HTTPResponse(status: 429, headers: ["Retry-After": "7"])
      case 2: HTTPResponse(status: 503)
      case 3: HTTPResponse(status: 200, body: [1])
      default: nil
      }
    }
    let transport = transport(script)
    let request = HTTPRequest(.get, "https://host:8443/path/x?token=geheim")
    let result = try await result(3) { try await transport.send(request) }
    #expect(try result.get().body == [1])
    let seen = events.withLock { $0 }
    #expect(seen.map(\.wait) == [.seconds(1.25), .seconds(7.25), .seconds(3.25)])
    #expect(seen.map(\.attempt) == [1, 2, 3])
    #expect(seen.map(\.reason) == ["lost", "the answer had status 429", "the answer had status 503"])
    #expect(seen.allSatisfy { $0.host == "host:8443" && $0.path == "/path/x" && !$0.description.contains("geheim") })
    #expect(clock.now.offset == .seconds(11.75))
  }

  @Test("when nothing helps, the last answer is returned within the budget")
  func budget() async throws {
    let script = ScriptedTransport { _, _ in HTTPResponse(status: 503, body: Array("no".utf8)) }
    let transport = transport(script)
    let result = try await result(33) { try await transport.send(HTTPRequest(.post, "https://host/")) }
    #expect(try result.get().text == "no")
    // 1 + … + 9 seconds, then 10 each time, always with a quarter more: 45 + 24 · 10 + 33 / 4.
    #expect(script.requests.count == 34)
    #expect(clock.now.offset == .seconds(293.25))
  }

  @Test("what must not be repeated is sent once")
  func onlyIfRefused() async throws {
    let script = ScriptedTransport { _, _ in throw HTTPError(.timedOut, "late", isUnsent: false) }
    let transport = transport(script)
    await #expect(throws: HTTPError.self) { try await transport.send(HTTPRequest(.post, "https://host/")) }
    #expect(script.requests.count == 1)
    #expect(events.withLock { $0.isEmpty })
  }

  @Test("other errors are let through")
  func otherErrors() async throws {
    let script = ScriptedTransport { _, _ in throw CancellationError() }
    let transport = transport(script)
    await #expect(throws: CancellationError.self) { try await transport.send(HTTPRequest(.get, "https://host/")) }
    #expect(script.requests.count == 1)
  }

  @Test("a cancellation ends the wait")
  func cancellation() async throws {
    let script = ScriptedTransport { _, _ in HTTPResponse(status: 429, headers: ["Retry-After": "200"]) }
    let transport = transport(script)
    let task = Task { try await transport.send(HTTPRequest(.get, "https://host/")) }
    try await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(script.requests.count == 1)
    #expect(clock.deadlines.isEmpty)
  }

  @Test("over libcurl, a file is read from its start again with each attempt")
  func upload() async throws {
    struct Answer: Decodable { let attempt, length, checksum: Int }
    let server = try TestServer.shared.get()
    let folder = try TemporaryFolder()
    let (path, checksum) = try folder.file("body", size: 1 << 20)
    let transport = transport(try CurlTransport())
    let request = HTTPRequest(.put, server.url("/flaky?key=\(UUID())&until=4"), body: .file(path: path))
    let result = try await result(3) { try await transport.send(request) }
    let answer = try JSONDecoder().decode(Answer.self, from: Data(result.get().body))
    #expect(answer.attempt == 4)
    #expect(answer.length == 1 << 20)
    #expect(answer.checksum == checksum)
    #expect(events.withLock { $0.map(\.wait) } == [.seconds(1.25), .seconds(2.25), .seconds(3.25)])
  }

  @Test("over libcurl, a download begins its file anew with each attempt")
  func download() async throws {
    let server = try TestServer.shared.get()
    let folder = try TemporaryFolder()
    let path = folder.file("answer")
    let transport = transport(try CurlTransport(), policy: .storage)
    let request = HTTPRequest(.get, server.url("/flaky?key=\(UUID())&until=2"))
    let result = try await result(1) { try await transport.download(request, to: path) }
    #expect(try result.get().status == 200)
    let content = try String(contentsOfFile: path, encoding: .utf8)
    #expect(content.hasPrefix("{\"attempt\": 2"))
  }
}
