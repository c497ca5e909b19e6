internal import FeatureStoreCore
internal import HTTP

/// Finds where a workspace gives tokens.
///
/// In this order: the configured discovery document; the one that the workspace's own `databricks-config` names; the one
/// at the place where older workspaces have it. What does not lead to an address is no error while there is another way.
struct TokenEndpointDiscovery: Sendable {
  let server: OAuthServer
  let accountID: String?
  let discoveryURL: String?

  private static let documentPath = "/.well-known/oauth-authorization-server"

  /// Why one way did not lead to an address.
  private struct Problem: Error { let text: String }

  /// - Throws: A ``FeatureStoreError`` that says what is wrong with each document; at once if a host does not answer.
  func endpoint() async throws -> String {
    var problems: [String] = []
    for way in ways {
      do {
        let document = try await way()
        return try await text("token_endpoint", in: read(document), document)
      } catch let problem as Problem {
        problems.append(problem.text)
      }
    }
    throw FeatureStoreError(
      .remote,
      "The workspace \(server.host) does not say where it gives OAuth tokens: \(problems.joined(separator: "; ")). "
        + "Check DATABRICKS_HOST, set DATABRICKS_DISCOVERY_URL, or use a token.")
  }

  /// Each gives the address of a discovery document.
  private var ways: [() async throws -> String] {
    if let discoveryURL { return [{ discoveryURL }] }
    return [namedDocument, { defaultDocument }]
  }

  private func namedDocument() async throws -> String {
    let url = server.host + "/.well-known/databricks-config"
    let config = try await read(url)
    var endpoint = try text("oidc_endpoint", in: config, url)
    if endpoint.contains("{account_id}") {
      guard let account = accountID ?? member("account_id", of: config) else {
        throw Problem(text: "\(url) needs an account: set DATABRICKS_ACCOUNT_ID")
      }
      endpoint = endpoint.replacing("{account_id}", with: URLEncoding.segment(account))
    }
    while endpoint.last == "/" { endpoint.removeLast() }
    return endpoint + Self.documentPath
  }

  private var defaultDocument: String {
    let isAccountHost = ["accounts.", "accounts-dod."].contains { server.host.hasPrefix("https://" + $0) }
    let account = isAccountHost ? accountID.map { "/accounts/" + URLEncoding.segment($0) } : nil
    return server.host + "/oidc" + (account ?? "") + Self.documentPath
  }

  private func read(_ url: String) async throws -> JSONValue {
    let response = try await server.send(.get, url)
    guard response.isSuccess else { throw Problem(text: "\(url) answers with status \(response.status)") }
    guard let value = try? JSONParser.parse(response.body) else { throw Problem(text: "\(url) is no JSON text") }
    return value
  }

  private func text(_ key: String, in document: JSONValue, _ url: String) throws -> String {
    guard let text = member(key, of: document) else { throw Problem(text: "\(url) has no \(key)") }
    return text
  }

  private func member(_ key: String, of document: JSONValue) -> String? {
    document.object?.first { $0.key == key }?.value.string.flatMap { $0.isEmpty ? nil : $0 }
  }
}
