import DataFrames
import DatabricksStore
import FeatureStoreCore
import FeatureStoreTesting
import HTTP
import Testing

private let config = "/.well-known/databricks-config"
private let document = "/.well-known/oauth-authorization-server"
private let good = #"{"access_token": "abc", "token_type": "Bearer", "expires_in": 3600}"#

@Suite(.timeLimit(.minutes(1))) struct OAuthMachineToMachineTests {
  /// Answers by address; what is not listed answers with status 404.
  private func transport(_ answers: [String: String]) -> ScriptedTransport {
    ScriptedTransport { request, _ in
      answers[request.url].map { HTTPResponse(status: 200, body: Array($0.utf8)) } ?? HTTPResponse(status: 404)
    }
  }

  private func authenticator(
    _ transport: any HTTPTransport, host: String = "https://h", account: String? = nil, discovery: String? = nil,
    scopes: [String]? = nil, clock: any Clock<Duration> = ManualClock()
  ) throws -> any Authenticator {
    try Lookup(
      explicit: .init(
        host: host, clientID: "id", clientSecret: "s3cr3t", accountID: account, discoveryURL: discovery, scopes: scopes,
        httpTimeout: .seconds(7))
    ).resolve().makeAuthenticator(transport: transport, userAgent: "agent/1", clock: clock)
  }

  @Test("the exchange: config, discovery document, token; then the token in the header")
  func exchange() async throws {
    let transport = transport([
      "https://h" + config: #"{"oidc_endpoint": "https://h/oidc", "account_id": "a"}"#,
      "https://h/oidc" + document: #"{"token_endpoint": "https://h/oidc/v1/token"}"#,
      "https://h/oidc/v1/token": good,
    ])
    let authenticator = try authenticator(transport)
    #expect(try await authenticator.headers()["Authorization"] == "Bearer abc")
    #expect(try await authenticator.headers()["Authorization"] == "Bearer abc")

    let requests = transport.requests
    #expect(requests.map(\.url) == ["https://h" + config, "https://h/oidc" + document, "https://h/oidc/v1/token"])
    #expect(requests.map(\.method) == [.get, .get, .post])
    for request in requests {
      #expect(request.timeout == .seconds(7) && request.repetition == .safe)
      #expect(request.headers["User-Agent"] == "agent/1" && request.headers["Accept"] == "application/json")
    }
    for request in requests.dropLast() { #expect(request.headers["Authorization"] == nil) }
    let last = try #require(requests.last)
    #expect(last.headers["Authorization"] == "Basic aWQ6czNjcjN0")
    #expect(last.headers["Content-Type"] == "application/x-www-form-urlencoded")
    guard case .bytes(let body) = last.body else {
      Issue.record("the request for a token has no body")
      return
    }
    #expect(String(decoding: body, as: UTF8.self) == "grant_type=client_credentials&scope=all-apis")
  }

  @Test("configured scopes are asked for instead")
  func scopes() async throws {
    let transport = transport([
      "https://h/oidc" + document: #"{"token_endpoint": "https://h/t"}"#, "https://h/t": good,
    ])
    _ = try await authenticator(transport, scopes: ["sql", "files/x"]).headers()
    guard case .bytes(let body) = try #require(transport.requests.last).body else { return }
    #expect(String(decoding: body, as: UTF8.self) == "grant_type=client_credentials&scope=sql+files%2Fx")
  }

  @Test(
    "the ways to the address of the token endpoint",
    arguments: [
      // The workspace names an account's endpoint, with the account in its own answer, or as configured.
      Way(
        config: #"{"oidc_endpoint": "https://acc/oidc/accounts/{account_id}/", "account_id": "a/1"}"#,
        asked: ["https://h" + config, "https://acc/oidc/accounts/a%2F1" + document]),
      Way(
        account: "mine", config: #"{"oidc_endpoint": "https://acc/oidc/accounts/{account_id}", "account_id": "a"}"#,
        asked: ["https://h" + config, "https://acc/oidc/accounts/mine" + document]),
      // Older workspaces have no config, or one that does not help.
      Way(asked: ["https://h" + config, "https://h/oidc" + document]),
      Way(config: "<html>", asked: ["https://h" + config, "https://h/oidc" + document]),
      Way(config: "{}", asked: ["https://h" + config, "https://h/oidc" + document]),
      Way(config: #"{"oidc_endpoint": ""}"#, asked: ["https://h" + config, "https://h/oidc" + document]),
      Way(
        config: #"{"oidc_endpoint": "https://x/{account_id}"}"#,
        asked: ["https://h" + config, "https://h/oidc" + document]),
      Way(
        config: #"{"oidc_endpoint": "https://h/empty"}"#,
        asked: ["https://h" + config, "https://h/empty" + document, "https://h/oidc" + document]),
      Way(
        host: "https://accounts.cloud", account: "a",
        asked: ["https://accounts.cloud" + config, "https://accounts.cloud/oidc/accounts/a" + document]),
      Way(
        host: "https://accounts.cloud",
        asked: ["https://accounts.cloud" + config, "https://accounts.cloud/oidc" + document]),
      Way(account: "a", asked: ["https://h" + config, "https://h/oidc" + document]),
      // The configured document, and no other.
      Way(discovery: "https://d/doc", asked: ["https://d/doc"]),
      Way(discovery: "https://d/doc", config: #"{"oidc_endpoint": "https://x"}"#, asked: ["https://d/doc"]),
    ])
  func ways(way: Way) async throws {
    let last = try #require(way.asked.last)
    var answers = [last: #"{"token_endpoint": "https://t/token"}"#, "https://t/token": good]
    answers[way.host + config] = way.config
    let transport = transport(answers)
    let authenticator = try authenticator(
      transport, host: way.host, account: way.account, discovery: way.discovery)
    #expect(try await authenticator.headers()["Authorization"] == "Bearer abc")
    #expect(transport.requests.map(\.url) == way.asked + ["https://t/token"])
  }

  @Test("no address: the error says what is wrong with each document")
  func noAddress() async throws {
    let transport = transport(["https://h" + config: "{}", "https://h/oidc" + document: "<html>"])
    let error = try #require(await failure(transport))
    #expect(error.code == .remote)
    #expect(
      error.message.contains("https://h\(config) has no oidc_endpoint; https://h/oidc\(document) is no JSON text"))
    #expect(error.message.contains("DATABRICKS_DISCOVERY_URL"))
  }

  @Test("a configured document that does not help is an error, not a reason to guess")
  func configuredDocument() async throws {
    let transport = transport(["https://h/oidc" + document: #"{"token_endpoint": "https://h/t"}"#, "https://h/t": good])
    let error = try #require(await failure(transport, discovery: "https://d/doc"))
    #expect(error.message.contains("https://d/doc answers with status 404"))
    #expect(transport.requests.count == 1)
  }

  @Test(
    "the secret goes over https, or to the workspace itself, and nowhere else",
    arguments: [
      ("https://h", "https://other/token", true),
      ("https://h", "http://h/token", false),
      ("https://h", "http://other/token", false),
      ("http://h:8080", "http://h:8080/token", true),
      ("http://h:8080", "http://H:8080/token", true),
      ("http://h:8080", "https://other/token", true),
      ("http://h:8080", "http://h:8081/token", false),
      ("http://h:8080", "http://h/token", false),
      ("http://h", "http://h:80/token", true),
      ("http://h", "http://h@evil/token", false),
      ("https://h", "ftp://h/token", false),
      ("https://h", "/token", false),
    ])
  func trust(host: String, endpoint: String, isAllowed: Bool) async throws {
    let transport = transport([host + "/oidc" + document: "{\"token_endpoint\": \"\(endpoint)\"}", endpoint: good])
    let error = await failure(transport, host: host)
    #expect((error == nil) == isAllowed)
    #expect(transport.requests.contains { $0.url == endpoint } == isAllowed)
    if !isAllowed { #expect(error?.code == .configuration && error?.message.contains(endpoint) == true) }
  }

  @Test("a discovery document without encryption on another host is not even asked for")
  func documentTrust() async throws {
    let transport = transport(["https://h" + config: #"{"oidc_endpoint": "http://other"}"#])
    #expect(await failure(transport)?.code == .configuration)
    #expect(transport.requests.map(\.url) == ["https://h" + config])
  }

  /// - Returns: The error of asking for headers; nil if there are some.
  private func failure(
    _ transport: any HTTPTransport, host: String = "https://h", discovery: String? = nil
  ) async -> FeatureStoreError? {
    do {
      _ = try await authenticator(transport, host: host, discovery: discovery).headers()
    } catch let error as FeatureStoreError {
      return error
    } catch {
      Issue.record(error)
    }
    return nil
  }
}

/// One way to the address of the token endpoint: what is configured and answered, and what is asked for.
struct Way: Sendable {
  var host = "https://h"
  var account: String?
  var discovery: String?
  /// The answer to the question for the workspace's config; nil: there is none.
  var config: String?
  let asked: [String]
}
