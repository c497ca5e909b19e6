package import FeatureStoreCore
internal import Foundation
package import HTTP

/// Sends one token that does not change, such as a personal access token.
package struct TokenAuthenticator: Authenticator {
  package let kind = "pat"
  private let token: Secret

  package init(token: Secret) { self.token = token }

  package func headers() async throws -> HTTPHeaders { .bearer(token) }
  package func refused(_ headers: HTTPHeaders) async -> Bool { false }
}

/// Sends a user's name and password (RFC 7617).
package struct BasicAuthenticator: Authenticator {
  package let kind = "basic"
  private let header: Secret

  package init(username: String, password: Secret) { header = basicAuthorization(username, password) }

  package func headers() async throws -> HTTPHeaders { ["Authorization": header.reveal()] }
  package func refused(_ headers: HTTPHeaders) async -> Bool { false }
}

extension HTTPHeaders {
  static func bearer(_ token: Secret) -> HTTPHeaders { ["Authorization": "Bearer " + token.reveal()] }

  /// The token of an authorization by bearer token.
  var bearerToken: Secret? {
    guard let value = self["Authorization"], value.hasPrefix("Bearer ") else { return nil }
    return Secret(String(value.dropFirst("Bearer ".count)))
  }
}

/// The value of an authorization by name and password, in UTF-8.
func basicAuthorization(_ name: String, _ password: Secret) -> Secret {
  Secret("Basic " + Data("\(name):\(password.reveal())".utf8).base64EncodedString())
}
