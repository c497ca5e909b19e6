import FeatureStoreTesting
import HTTP
import Testing

@Suite("The scripted transport")
struct ScriptedTransportTests {
  @Test("an unexpected request is an error that names it")
  func unexpected() async {
    let transport = ScriptedTransport { (_: HTTPRequest, _: Int) -> HTTPResponse? in nil }
    await #expect(throws: HTTPError.self) { try await transport.send(HTTPRequest(.get, "http://localhost/a")) }
    #expect(transport.requests.count == 1)
  }
}
