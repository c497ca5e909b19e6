/// Why there is no complete answer to a request.
package struct HTTPError: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable, Hashable {
    /// The URL or another part of the request cannot be used.
    case badRequest
    /// No connection: unknown host, refused, no route, a proxy that does not answer.
    case cannotConnect
    /// The server's certificate or the TLS handshake failed.
    case tls
    /// The time for the whole exchange, or for making the connection, was over.
    case timedOut
    /// The connection ended before the answer was complete.
    case connectionLost
    /// The answer is not HTTP, or larger than allowed.
    case badResponse
    /// A local file cannot be read or written.
    case file
  }

  package let code: Code
  /// What happened with which host, without query, headers or body: safe to log.
  package let message: String
  /// Whether it is certain that the server did not see the request.
  package let isUnsent: Bool

  package init(_ code: Code, _ message: String, isUnsent: Bool) {
    self.code = code
    self.message = message
    self.isUnsent = isUnsent
  }

  package var description: String { message }
}
