import DataFrames
import Foundation
import HTTP
import Testing

@Suite("Cancelling transfers", .timeLimit(.minutes(1)))
struct CancellationTests {
  let server: TestServer
  let transport: CurlTransport

  init() throws {
    server = try TestServer.shared.get()
    transport = try CurlTransport()
  }

  /// Waits until the server has counted a request.
  func wait(for key: String) async throws {
    while try await transport.send(HTTPRequest(.get, server.url("/count?key=\(key)"))).text != "1" {
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  @Test("a stalled transfer ends at once", arguments: ["slow?seconds=300&", "stall?"])
  func stalled(path: String) async throws {
    let key = UUID().uuidString
    let url = server.url("/\(path)key=\(key)")
    let task = Task { try await transport.send(HTTPRequest(.get, url, timeout: nil)) }
    try await wait(for: key)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await transport.send(HTTPRequest(.get, server.url("/echo"))).status == 200)
  }

  @Test("a task that is cancelled before it starts sends nothing and touches no file")
  func cancelledBefore() async throws {
    let folder = try TemporaryFolder()
    let key = UUID().uuidString
    let path = folder.file("untouched")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await transport.download(HTTPRequest(.get, server.url("/vanish?key=\(key)")), to: path)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try await transport.send(HTTPRequest(.get, server.url("/count?key=\(key)"))).text == "0")
  }

  @Test("300 races of start and cancel: each ends, with an answer or as cancelled")
  func races() async throws {
    let ends = Locked<[String: Int]>([:])
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          let task = Task { try await transport.send(HTTPRequest(.get, server.url("/echo"), timeout: nil)) }
          for _ in 0..<(number % 30) { await Task.yield() }
          if number % 3 == 0 { try? await Task.sleep(for: .microseconds(number * 100)) }
          task.cancel()
          let end: String
          switch await task.result {
          case .success(let response): end = response.status == 200 ? "answer" : "other status"
          case .failure(is CancellationError): end = "cancelled"
          case .failure(let error): end = "\(error)"
          }
          ends.withLock { $0[end, default: 0] += 1 }
        }
      }
    }
    let counts = ends.withLock { $0 }
    #expect(Set(counts.keys).isSubset(of: ["answer", "cancelled"]), "\(counts)")
    #expect(counts.values.reduce(0, +) == 300)
    #expect(try await transport.send(HTTPRequest(.get, server.url("/echo"))).status == 200)
  }

  @Test("a transfer waiting for a connection is cancelled too")
  func queued() async throws {
    var options = CurlTransport.Options()
    options.maximumConnectionsPerHost = 1
    let narrow = try CurlTransport(options)
    let key = UUID().uuidString
    let first = Task { try await narrow.send(HTTPRequest(.get, server.url("/stall?key=\(key)"))) }
    try await wait(for: key)
    let second = Task { try await narrow.send(HTTPRequest(.get, server.url("/echo"))) }
    await Task.yield()
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(try await narrow.send(HTTPRequest(.get, server.url("/echo"))).status == 200)
  }
}
