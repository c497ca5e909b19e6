package import HTTP

extension ResolvedConfiguration {
  /// The authenticator for the credentials; asks the network for nothing yet.
  ///
  /// - Parameters:
  ///   - transport: Carries requests for tokens.
  ///   - clock: Measures the life of tokens.
  package func makeAuthenticator(
    transport: any HTTPTransport, userAgent: String? = nil, clock: any Clock<Duration> = ContinuousClock()
  ) -> any Authenticator {
    switch credentials {
    case .pat(let token): return TokenAuthenticator(token: token)
    case .basic(let username, let password): return BasicAuthenticator(username: username, password: password)
    case .oauthM2M(let clientID, let clientSecret):
      let server = OAuthServer(host: host, timeout: httpTimeout, userAgent: userAgent, transport: transport)
      return OAuthMachineToMachine(
        ClientCredentialsGrant(server: server, clientID: clientID, clientSecret: clientSecret, scopes: scopes),
        TokenEndpointDiscovery(server: server, accountID: accountID, discoveryURL: discoveryURL), clock: clock)
    }
  }
}
