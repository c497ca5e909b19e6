public import FeatureStoreCore

extension DatabricksFeatureStoreAdapter {
  /// Tests the connection step by step: settings, host and token, identity, warehouse, catalog, schema, volume, permissions.
  ///
  /// Stops at the first step that fails and says what to do about it. What it writes to test permissions, it removes.
  public func diagnose() async -> [StoreCheck] { await Diagnosis(workspace: workspace).run() }
}
