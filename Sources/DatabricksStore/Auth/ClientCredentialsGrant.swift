internal import FeatureStoreCore
internal import HTTP

/// The exchange of a client's id and secret for a token (RFC 6749, section 4.4).
struct ClientCredentialsGrant: Sendable {
  let server: OAuthServer
  let clientID: String
  let clientSecret: Secret
  let scopes: [String]

  /// - Throws: A ``FeatureStoreError``, with code ``FeatureStoreError/Code/unauthenticated`` if the client is refused.
  func token(from endpoint: String) async throws -> AccessToken {
    let form = URLEncoding.form([("grant_type", "client_credentials"), ("scope", scopes.joined(separator: " "))])
    let response = try await server.send(
      .post, endpoint,
      headers: [
        "Authorization": basicAuthorization(clientID, clientSecret).reveal(),
        "Content-Type": "application/x-www-form-urlencoded",
      ],
      body: .bytes(Array(form.utf8)))
    guard response.isSuccess else { throw refusal(response) }
    guard let answer = try? JSONParser.parse(response.body), let token = accessToken(answer) else {
      throw FeatureStoreError(
        .remote,
        "The answer of \(endpoint) holds no bearer token that can be used. Check DATABRICKS_HOST: a login page or a "
          + "proxy may have answered in place of the workspace.", context: context(response))
    }
    return token
  }

  /// Nil unless there is a token that fits into a header. Some servers write the life as a text; some leave it out.
  private func accessToken(_ answer: JSONValue) -> AccessToken? {
    let members = answer.object ?? []
    func member(_ key: String) -> JSONValue? { members.first { $0.key == key }?.value }
    guard let text = member("access_token")?.string, !text.isEmpty,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      (member("token_type")?.string ?? "Bearer").lowercased() == "bearer"
    else { return nil }
    let life = member("expires_in")
    let seconds = life?.integer ?? life?.string.flatMap { Int64($0) }
    return AccessToken(Secret(text), lifetime: seconds.map { .seconds(min(max($0, 0), 1_000_000_000)) })
  }

  private func refusal(_ response: HTTPResponse) -> FeatureStoreError {
    let members = (try? JSONParser.parse(response.body))?.object ?? []
    func text(_ keys: String...) -> String? {
      keys.compactMap { key in members.first { $0.key == key }?.value.string }.first
    }
    let error = text("errorCode", "error")
    let details = [error, text("errorSummary", "error_description")].compactMap { $0 }.map(printable)
    let reason = details.isEmpty ? "" : details.joined(separator: ": ") + " "
    return FeatureStoreError(
      code(response.status, error),
      "The workspace \(server.host) gave no OAuth token for the client \(clientID): \(reason)(status \(response.status)). "
        + remedy(response.status, error), context: context(response))
  }

  /// Without the secret, should a server repeat it, and without what would tear a log apart.
  private func printable(_ text: String) -> String {
    text.replacing(clientSecret.reveal(), with: Secret.mask).onOneLine(upTo: 300)
  }

  private func code(_ status: Int, _ error: String?) -> FeatureStoreError.Code {
    switch (status, error) {
    case (_, "invalid_scope"): .configuration
    case (429, _): .quotaExceeded
    case (500..., _): .unavailable
    case (400...401, _): .unauthenticated
    case (403, _): .permissionDenied
    default: .remote
    }
  }

  private func remedy(_ status: Int, _ error: String?) -> String {
    switch code(status, error) {
    case .configuration: "Check the scopes."
    case .quotaExceeded, .unavailable: "Try again later."
    case .unauthenticated, .permissionDenied:
      "Check client_id and client_secret, and that the service principal belongs to this workspace."
    default: "Check DATABRICKS_HOST and DATABRICKS_DISCOVERY_URL."
    }
  }

  private func context(_ response: HTTPResponse) -> FeatureStoreError.Context {
    FeatureStoreError.Context(requestID: response.headers["x-request-id"])
  }
}
