import FeatureStoreCore
import FeatureStoreTesting
import HTTP

@testable import DatabricksStore

/// A client whose answers are written down in the test.
struct ScriptedWorkspace: Sendable {
  let transport: ScriptedTransport
  /// What follows links.
  let storage: ScriptedTransport

  /// - Parameters:
  ///   - storage: Answers for links; none are expected by default.
  ///   - script: Gets method and path of each request, such as `GET /api/2.0/x`, and its number; returns a status and JSON.
  init(
    storage: @escaping ScriptedTransport.Script = { _, _ in nil },
    _ script: @escaping @Sendable (String, Int) throws -> (status: Int, body: String)?
  ) {
    self.storage = ScriptedTransport(storage)
    transport = ScriptedTransport { request, number in
      try script(Self.asked(request), number).map { HTTPResponse(status: $0.status, body: Array($0.body.utf8)) }
    }
  }

  var client: WorkspaceClient {
    WorkspaceClient(
      host: "https://h", transport: transport, storage: storage, authenticator: NoAuthenticator(),
      headers: ["User-Agent": "test"])
  }

  /// Method and path of each request so far.
  var asked: [String] { transport.requests.map(Self.asked) }

  /// The body of a request.
  func body(_ number: Int) throws -> JSONValue {
    guard case .bytes(let bytes) = transport.requests[number].body else { return .null }
    return try JSONParser.parse(bytes)
  }

  private static func asked(_ request: HTTPRequest) -> String {
    "\(request.method.rawValue) \(request.url.replacing("https://h", with: ""))"
  }
}
