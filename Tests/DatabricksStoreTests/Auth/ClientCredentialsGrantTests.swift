import DataFrames
import DatabricksStore
import FeatureStoreCore
import FeatureStoreTesting
import HTTP
import Testing

/// What the token endpoint answers, and what comes of it.
struct Refusal: Sendable, CustomTestStringConvertible {
  let status: Int
  let body: String
  let code: FeatureStoreError.Code
  let text: String

  init(_ status: Int, _ body: String, _ code: FeatureStoreError.Code, _ text: String) {
    self.status = status
    self.body = body
    self.code = code
    self.text = text
  }

  var testDescription: String { "\(status) \(body)" }
}

@Suite(.timeLimit(.minutes(1))) struct ClientCredentialsGrantTests {
  private func authenticator(
    clock: any Clock<Duration> = ManualClock(), _ answer: @escaping @Sendable () throws -> HTTPResponse
  ) throws -> (any Authenticator, ScriptedTransport) {
    let transport = ScriptedTransport { request, _ in
      if request.url == "https://h/token" { return try answer() }
      return HTTPResponse(status: 200, body: Array(#"{"token_endpoint": "https://h/token"}"#.utf8))
    }
    let explicit = DatabricksConfiguration(
      host: "h", clientID: "id", clientSecret: "s3cr3t", discoveryURL: "https://h/document")
    return (try Lookup(explicit: explicit).resolve().makeAuthenticator(transport: transport, clock: clock), transport)
  }

  private func failure(_ answer: @escaping @Sendable () throws -> HTTPResponse) async throws -> FeatureStoreError {
    let (authenticator, _) = try authenticator(answer)
    return try await #require(throws: FeatureStoreError.self) { _ = try await authenticator.headers() }
  }

  @Test(
    "refusals have a code, the server's words and a remedy",
    arguments: [
      Refusal(
        401, #"{"error": "invalid_client", "error_description": "Client authentication failed"}"#, .unauthenticated,
        "invalid_client: Client authentication failed (status 401). Check client_id and client_secret"),
      Refusal(400, #"{"error": "invalid_client"}"#, .unauthenticated, "invalid_client (status 400)"),
      Refusal(
        400, #"{"errorCode": "invalid_client", "errorSummary": "Unknown\r\nclient"}"#, .unauthenticated,
        "invalid_client: Unknown client (status 400)"),
      Refusal(400, #"{"error": "invalid_scope", "error_description": "x"}"#, .configuration, "Check the scopes"),
      Refusal(403, #"{"error": "access_denied"}"#, .permissionDenied, "belongs to this workspace"),
      Refusal(404, "<html>", .remote, "(status 404). Check DATABRICKS_HOST"),
      Refusal(302, "", .remote, "(status 302)"),
      Refusal(429, "{}", .quotaExceeded, "Try again later"),
      Refusal(503, "upstream", .unavailable, "(status 503). Try again later"),
      Refusal(
        401, #"{"error": "x", "error_description": "the secret s3cr3t is old"}"#, .unauthenticated, "secret *** is"),
      Refusal(401, #"{"error": 17, "error_description": ["x"]}"#, .unauthenticated, "client id: (status 401)"),
      Refusal(401, #"["error"]"#, .unauthenticated, "(status 401)"),
    ])
  func refusals(refusal: Refusal) async throws {
    let error = try await failure {
      HTTPResponse(status: refusal.status, headers: ["X-Request-Id": "r1"], body: Array(refusal.body.utf8))
    }
    #expect(error.code == refusal.code)
    #expect(error.message.contains(refusal.text) && error.message.contains("https://h"), "\(error.message)")
    #expect(!error.message.contains("s3cr3t") && !error.message.contains("\n"))
    #expect(error.context.requestID == "r1")
  }

  @Test("a long text of a server is cut")
  func long() async throws {
    let body = "{\"error\": \"\(String(repeating: "e", count: 100_000))\"}"
    let error = try await failure { HTTPResponse(status: 401, body: Array(body.utf8)) }
    #expect(error.message.count < 1000)
  }

  @Test(
    "answers without a token that fits into a header are errors",
    arguments: [
      "", "<html>Log in</html>", "{}", "[]", #"{"access_token": ""}"#, #"{"access_token": 1}"#,
      #"{"access_token": "a\r\nX: y"}"#, #"{"access_token": "ü"}"#, #"{"access_token": "a", "token_type": "mac"}"#,
    ])
  func noToken(body: String) async throws {
    let error = try await failure { HTTPResponse(status: 200, body: Array(body.utf8)) }
    #expect(error.code == .remote && error.message.contains("https://h/token holds no bearer token"))
  }

  @Test(
    "servers that do not answer",
    arguments: [
      (HTTPError(.cannotConnect, "There is no host h.", isUnsent: true), FeatureStoreError.Code.unavailable),
      (HTTPError(.timedOut, "It took too long.", isUnsent: false), .timedOut),
      (HTTPError(.badRequest, "This is no URL.", isUnsent: true), .configuration),
      (HTTPError(.tls, "The certificate is not trusted.", isUnsent: true), .unavailable),
    ])
  func noAnswer(error: HTTPError, code: FeatureStoreError.Code) async throws {
    let failure = try await failure { throw error }
    #expect(failure.code == code && failure.message.contains(error.message) && failure.message.contains("https://h"))
  }

  @Test(
    "the life as a number or a text; without one the token counts until it is refused",
    arguments: [
      (#""expires_in": 100"#, 60), (#""expires_in": "100""#, 60), (#""expires_in": 100.0"#, 60),
      (#""expires_in": 0"#, 0), (#""expires_in": -5"#, 0), (#""x": 1"#, nil), (#""expires_in": null"#, nil),
      (#""expires_in": 9223372036854775807"#, nil),
    ] as [(String, Int?)])
  func life(member: String, seconds: Int?) async throws {
    let clock = ManualClock()
    let (authenticator, transport) = try authenticator(clock: clock) {
      HTTPResponse(status: 200, body: Array("{\"access_token\": \"a\", \(member)}".utf8))
    }
    _ = try await authenticator.headers()
    #expect(transport.requests.count == 2)
    clock.advance(by: .seconds(seconds ?? 500_000_000))
    _ = try await authenticator.headers()
    #expect(transport.requests.count == (seconds == nil ? 2 : 3))
  }

  @Test("a refused token is replaced, once for all who were refused with it; the address is not looked for again")
  func refused() async throws {
    let count = Locked(0)
    let (authenticator, transport) = try authenticator {
      let number = count.withLock { (count: inout Int) -> Int in
        count += 1
        return count
      }
      return HTTPResponse(status: 200, body: Array("{\"access_token\": \"t\(number)\", \"expires_in\": 3600}".utf8))
    }
    let first = try await authenticator.headers()
    #expect(await authenticator.refused(first))
    let second = try await authenticator.headers()
    #expect(await authenticator.refused(first))
    #expect(await authenticator.refused(["Authorization": "Basic t2"]))
    #expect(try await authenticator.headers()["Authorization"] == "Bearer t2")
    #expect(second["Authorization"] == "Bearer t2")
    #expect(transport.requests.map(\.url) == ["https://h/document", "https://h/token", "https://h/token"])
  }

  @Test("after a failure the address is looked for again")
  func moved() async throws {
    let isDown = Locked(true)
    let (authenticator, transport) = try authenticator {
      if isDown.withLock({ $0 }) { return HTTPResponse(status: 404) }
      return HTTPResponse(status: 200, body: Array(#"{"access_token": "t"}"#.utf8))
    }
    await #expect(throws: FeatureStoreError.self) { try await authenticator.headers() }
    isDown.withLock { $0 = false }
    #expect(try await authenticator.headers()["Authorization"] == "Bearer t")
    #expect(transport.requests.map(\.url).filter { $0 == "https://h/document" }.count == 2)
  }
}
