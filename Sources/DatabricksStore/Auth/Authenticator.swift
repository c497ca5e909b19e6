package import HTTP

/// One way to prove to a workspace who is asking.
package protocol Authenticator: Sendable {
  /// The kind, as the official clients call it: `pat`, `basic`, `oauth-m2m`.
  var kind: String { get }

  /// The headers that a request to the workspace needs; may ask the network for a token first.
  func headers() async throws -> HTTPHeaders

  /// Tells that the workspace refused these headers, so that the next ones are made anew.
  ///
  /// - Returns: Whether new ones can be made at all.
  func refused(_ headers: HTTPHeaders) async -> Bool
}
