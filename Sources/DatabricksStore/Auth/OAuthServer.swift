internal import FeatureStoreCore
internal import HTTP

/// Carries the requests to the servers that give tokens, and turns their failures into errors with a remedy.
struct OAuthServer: Sendable {
  /// The address of the workspace.
  let host: String
  let timeout: Duration
  let userAgent: String?
  let transport: any HTTPTransport

  /// - Throws: A ``FeatureStoreError`` if there is no answer, or the address may not be asked.
  func send(_ method: HTTPRequest.Method, _ url: String, headers: HTTPHeaders = [:], body: HTTPRequest.Body = .none)
    async throws -> HTTPResponse
  {
    try refuseUntrusted(url)
    var headers = headers
    headers["Accept"] = "application/json"
    headers["User-Agent"] = userAgent
    // Asking for a token twice gives two tokens, and harms nobody.
    let request = HTTPRequest(method, url, headers: headers, body: body, timeout: timeout, repetition: .safe)
    do {
      return try await transport.send(request)
    } catch let error as HTTPError {
      throw failure(error)
    }
  }

  /// A document that another one names may lead to another host, but not without encryption: the answer says where the
  /// secret of the client goes.
  private func refuseUntrusted(_ url: String) throws {
    if let address = WebAddress(url) {
      if address.scheme == "https" { return }
      if let own = WebAddress(host), own.scheme == address.scheme, own.host.lowercased() == address.host.lowercased(),
        own.effectivePort == address.effectivePort
      {
        return
      }
    }
    throw FeatureStoreError(
      .configuration,
      "The workspace \(host) names '\(url)' for OAuth. On another host than its own this must be an https address. "
        + "Set DATABRICKS_DISCOVERY_URL to the right discovery document, or use a token.")
  }

  private func failure(_ error: HTTPError) -> FeatureStoreError {
    let code: FeatureStoreError.Code =
      switch error.code {
      case .badRequest: .configuration
      case .timedOut: .timedOut
      default: .unavailable
      }
    return FeatureStoreError(
      code,
      "No OAuth token could be had for the workspace \(host): \(error.message) Check DATABRICKS_HOST and the network.",
      underlying: error)
  }
}
