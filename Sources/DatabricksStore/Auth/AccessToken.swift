package import FeatureStoreCore

/// A bearer token as a server gave it.
package struct AccessToken: Sendable, Hashable {
  package let secret: Secret
  /// From the request on; nil: it counts until it is refused.
  package let lifetime: Duration?

  package init(_ secret: Secret, lifetime: Duration?) {
    self.secret = secret
    self.lifetime = lifetime
  }
}
