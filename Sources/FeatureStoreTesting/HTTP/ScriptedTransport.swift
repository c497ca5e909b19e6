internal import DataFrames
package import HTTP

/// A transport that plays back a list of expected exchanges, and fails on an unexpected one.
package final class ScriptedTransport: HTTPTransport {
  /// Answers a request, or throws; nil means that it was not expected.
  package typealias Script = @Sendable (HTTPRequest, Int) throws -> HTTPResponse?

  private let script: Script
  private let seen = Locked<[HTTPRequest]>([])

  /// - Parameter script: Gets each request and its number, counted from 0.
  package init(_ script: @escaping Script) { self.script = script }

  /// The requests so far.
  package var requests: [HTTPRequest] { seen.withLock { $0 } }

  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let number = seen.withLock { (requests: inout [HTTPRequest]) -> Int in
      requests.append(request)
      return requests.count - 1
    }
    guard let response = try script(request, number) else {
      throw HTTPError(
        .badRequest, "unexpected request \(number): \(request.method.rawValue) \(request.url)", isUnsent: true)
    }
    return response
  }

  package func download(_ request: HTTPRequest, to path: String) async throws -> HTTPResponse {
    try await send(request)
  }
}
