/// Which kind of store to use.
public enum FeatureStoreBackend: String, Sendable, CaseIterable {
  /// Whatever the environment says; see ``EnvironmentDetection``.
  case auto
  /// A Feast repository on this machine.
  case feast
  /// Unity Catalog and a SQL warehouse.
  case databricks
}
