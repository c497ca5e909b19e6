public import FeatureStoreCore

/// What of a request cannot be read here: what `skipsUnreadable` leaves out.
extension FeastAdapter {
  /// Which of some features cannot be read, and why.
  ///
  /// - Parameter online: Whether online values are wanted; otherwise training rows.
  /// - Throws: A ``FeatureStoreError`` for a view or feature that is not there.
  public func unreadableFeatures(featureRefs: [String], online: Bool) async throws -> [UnreadableFeature] {
    try location.required().readableRequests(featureRefs, full: true, for: online ? .online : .historical).unreadable
  }

  /// Which features and views of a service cannot be read, and why.
  ///
  /// - Parameter online: Whether online values are wanted; otherwise training rows.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/serviceNotFound``.
  public func unreadableFeatures(featureService: String, online: Bool) async throws -> [UnreadableFeature] {
    try location.required().readableRequests(service: featureService, full: true, for: online ? .online : .historical)
      .unreadable
  }

  /// Which features of the views of a push source, or of the view of that name, a push does not write online, and why.
  ///
  /// - Throws: As ``push(_:_:to:)`` for a source that cannot be pushed to.
  public func unreadableFeatures(pushSource: String) async throws -> [UnreadableFeature] {
    try location.required().viewsFed(by: pushSource).flatMap { try $0.readableFeatures().unreadable }
  }
}
