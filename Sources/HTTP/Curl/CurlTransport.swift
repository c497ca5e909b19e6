internal import DataFrames

/// Carries requests with libcurl: one thread moves the bytes of all of them.
///
/// ```swift
/// let transport = try CurlTransport()
/// let response = try await transport.send(HTTPRequest(.get, "https://example.com/"))
/// ```
///
/// Connections are kept and used again, with HTTP/2 where the server speaks it over TLS. Proxies come from the
/// environment (`HTTPS_PROXY`, `http_proxy`, `NO_PROXY`). The thread ends with the transport.
package final class CurlTransport: HTTPTransport {
  private let settings: TransferSettings
  private let loop: EventLoop

  /// - Throws: An ``HTTPError`` if the file with certificates cannot be used, or there is no memory.
  package init(_ options: Options = Options()) throws {
    settings = try TransferSettings(options)
    loop = try EventLoop(maximumConnectionsPerHost: options.maximumConnectionsPerHost)
    loop.begin()
  }

  deinit { loop.end() }

  package func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await run(request, to: nil) }

  package func download(_ request: HTTPRequest, to path: String) async throws -> HTTPResponse {
    try await run(request, to: path)
  }

  private func run(_ request: HTTPRequest, to path: String?) async throws -> HTTPResponse {
    try Task.checkCancellation()
    let transfer = try Transfer(request, to: path, settings)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        transfer.continuation = continuation
        loop.post(.start(transfer))
      }
    } onCancel: {
      transfer.isCancelled.withLock { $0 = true }
      loop.post(.cancel(transfer))
    }
  }
}
