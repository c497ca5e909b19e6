internal import DataFrames
internal import FeatureStoreCore

extension FeastView {
  /// Refuses a view that somebody took out of service.
  ///
  /// `materializing` is no reason: Feast writes it when a materialization begins, so a killed process leaves it behind,
  /// and the values of the runs before are whole. `created` and `generated` are set by hand until a view has values.
  ///
  /// - Throws: A `FeatureStoreError` with code `notSupported` that says how to take the view into service again.
  func refuseIfOutOfService() throws {
    try refuseIfDisabled()
    try refuseIfUnrun()
    guard state == .created || state == .generated else { return }
    throw FeatureStoreError(
      .notSupported,
      "View '\(name)' is in the state \(state == .created ? "CREATED" : "GENERATED"), in which Feast serves no features. "
        + "Materialize it: that takes it into service.",
      context: .init(view: name))
  }

  /// - Throws: A `FeatureStoreError` with code `notSupported` if the view is disabled.
  func refuseIfDisabled() throws {
    guard isDisabled else { return }
    throw FeatureStoreError(
      .notSupported, "View '\(name)' is disabled. Enable it with: feast feature-views enable \(name)",
      context: .init(view: name))
  }
}
