import DatabricksStore
import HTTP

/// Lets requests through without credentials.
struct NoAuthenticator: Authenticator {
  let kind = "none"
  func headers() async throws -> HTTPHeaders { HTTPHeaders() }
  func refused(_ headers: HTTPHeaders) async -> Bool { false }
}
