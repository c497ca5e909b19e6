import DatabricksStore
import FeatureStoreCore
import FeatureStoreTesting
import HTTP
import Testing

@Suite struct StaticAuthenticatorsTests {
  @Test("a token goes into the header as it is, and nothing replaces it")
  func token() async throws {
    let authenticator = TokenAuthenticator(token: "dapi123")
    let headers = try await authenticator.headers()
    #expect(headers.fields.map { "\($0.name): \($0.value)" } == ["Authorization: Bearer dapi123"])
    #expect(await authenticator.refused(headers) == false)
    #expect(authenticator.kind == "pat")
    #expect(!"\(authenticator)".contains("dapi123"))
  }

  // RFC 7617, sections 2 and 2.1.
  @Test(
    "a user's name and password in base64 of their UTF-8",
    arguments: [
      ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), ("test", "123£", "Basic dGVzdDoxMjPCow=="),
    ])
  func basic(name: String, password: String, expected: String) async throws {
    let authenticator = BasicAuthenticator(username: name, password: Secret(password))
    let headers = try await authenticator.headers()
    #expect(headers["authorization"] == expected)
    #expect(await authenticator.refused(headers) == false)
    #expect(authenticator.kind == "basic")
    #expect(!"\(authenticator)".contains(expected))
  }

  @Test("the credentials of a configuration choose the authenticator, without a request")
  func factory() throws {
    let transport = ScriptedTransport { _, _ in nil }
    for (explicit, kind) in [
      (DatabricksConfiguration(host: "h", token: "t"), "pat"),
      (DatabricksConfiguration(host: "h", username: "u", password: "p"), "basic"),
      (DatabricksConfiguration(host: "h", clientID: "i", clientSecret: "s"), "oauth-m2m"),
    ] {
      let resolved = try Lookup(explicit: explicit).resolve()
      #expect(resolved.makeAuthenticator(transport: transport).kind == kind)
      #expect(resolved.credentials.authType == kind)
    }
    #expect(transport.requests.isEmpty)
  }
}
