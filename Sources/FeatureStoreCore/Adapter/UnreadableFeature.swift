/// A feature, or a whole view, that cannot be read here.
public struct UnreadableFeature: Sendable, Hashable, CustomStringConvertible {
  public let view: String
  /// nil: the whole view.
  public let feature: String?
  /// Why not, and what to use instead.
  public let reason: String

  public init(view: String, feature: String? = nil, reason: String) {
    self.view = view
    self.feature = feature
    self.reason = reason
  }

  /// The reference, `view:feature` or the view alone.
  public var reference: String { feature.map { "\(view):\($0)" } ?? view }

  public var description: String { "\(reference): \(reason)" }
}
