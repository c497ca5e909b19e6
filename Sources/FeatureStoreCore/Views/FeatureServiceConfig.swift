/// A feature service: the features that one model uses, under one name.
///
/// ```swift
/// let config = FeatureServiceConfig(name: "churn_model", features: [
///   FeatureProjection(view: "customer_features", features: ["age", "total_spend"]),
///   FeatureProjection(view: "account_features"),
/// ])
/// ```
public struct FeatureServiceConfig: Sendable, Hashable {
  /// Letters, digits and underscores.
  public var name: String
  /// Views and features in the order in which they are returned.
  public var features: [FeatureProjection]
  public var tags: [String: String]
  public var description: String
  public var owner: String

  public init(
    name: String, features: [FeatureProjection], tags: [String: String] = [:], description: String = "",
    owner: String = ""
  ) {
    self.name = name
    self.features = features
    self.tags = tags
    self.description = description
    self.owner = owner
  }
}

/// What a feature service takes from one view.
public struct FeatureProjection: Sendable, Hashable {
  public var view: String
  /// Empty in a configuration: all features of the view.
  public var features: [String]
  /// Stands for the view's name in full feature names; needed when a service uses a view twice.
  public var alias: String?
  /// Entity key of the view → the column that holds it in entity frames and online requests.
  public var joinKeyMap: [String: String]

  public init(view: String, features: [String] = [], alias: String? = nil, joinKeyMap: [String: String] = [:]) {
    self.view = view
    self.features = features
    self.alias = alias
    self.joinKeyMap = joinKeyMap
  }
}
