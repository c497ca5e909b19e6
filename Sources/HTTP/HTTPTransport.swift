/// Carries requests to servers: the one door to the network.
///
/// A response of any status is an answer, not an error. Redirects are not followed. A cancelled task ends its transfer
/// at once and throws `CancellationError`.
package protocol HTTPTransport: Sendable {
  /// Sends a request and returns its answer with the whole body.
  ///
  /// - Throws: An ``HTTPError`` if there is no complete answer.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse

  /// Sends a request and writes the body of a successful answer to a file, as it arrives.
  ///
  /// The file is made anew and holds what arrived, also after an error. The body of an answer that is no success is
  /// returned instead, and the file is left empty.
  ///
  /// - Throws: An ``HTTPError`` if there is no complete answer, or the file cannot be written.
  func download(_ request: HTTPRequest, to path: String) async throws -> HTTPResponse
}
