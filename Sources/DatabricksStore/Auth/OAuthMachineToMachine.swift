internal import DataFrames
internal import FeatureStoreCore
package import HTTP
internal import Logging

/// Sends tokens that a service principal gets for its id and secret.
package struct OAuthMachineToMachine: Authenticator {
  package let kind = "oauth-m2m"
  private let token: ExpiringToken

  init(
    _ grant: ClientCredentialsGrant, _ discovery: TokenEndpointDiscovery, clock: any Clock<Duration>
  ) {
    let endpoint = Locked<String?>(nil)
    let logger = Logger(label: "feature-store.databricks")
    token = ExpiringToken(clock: clock) { error in
      logger.debug("the OAuth token could not be replaced ahead of its end: \(error)")
    } fetch: {
      do {
        let known = endpoint.withLock { $0 }
        let address = if let known { known } else { try await discovery.endpoint() }
        let token = try await grant.token(from: address)
        endpoint.withLock { $0 = address }
        return token
      } catch {
        // It may have moved: the next request looks for it again.
        endpoint.withLock { $0 = nil }
        throw error
      }
    }
  }

  package func headers() async throws -> HTTPHeaders { .bearer(try await token.value()) }

  package func refused(_ headers: HTTPHeaders) async -> Bool {
    if let refused = headers.bearerToken { token.refuse(refused) }
    return true
  }
}
