internal import DataFrames

extension FeatureRegistry {
  /// The definition of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/featureNotFound`` that lists those there are.
  public func feature(_ name: String) throws -> TemporalFeatureDefinition {
    guard let feature = get(name) else {
      throw FeatureStoreError(
        .featureNotFound,
        "No feature '\(name)' in the registry.\(hint(for: name, among: featureNames)) Features there: \(listed(featureNames)).",
        context: .init(column: name))
    }
    return feature
  }

  /// The definitions of one computation type, in the order of registration.
  public func features(computationType: FeatureComputationType) -> [TemporalFeatureDefinition] {
    features.filter { $0.computationType == computationType }
  }

  /// The definitions about one entity, in the order of registration.
  public func features(entityKey: String) -> [TemporalFeatureDefinition] {
    features.filter { $0.entityKey == entityKey }
  }

  /// The definitions of one leakage risk, in the order of registration.
  public func features(leakageRisk: LeakageRisk) -> [TemporalFeatureDefinition] {
    features.filter { $0.leakageRisk == leakageRisk }
  }

  /// The source columns that are not among `columns`, by the feature that names them; complete features are left out.
  ///
  /// For a ratio, an interaction and a derived feature the other features of the registry count as columns.
  public func validate(columns: [String]) -> [String: [String]] {
    var missing: [String: [String]] = [:]
    for feature in features {
      let usable = feature.takesFeatures ? columns + featureNames.filter { $0 != feature.name } : columns
      let absent = feature.missingColumns(in: usable)
      if !absent.isEmpty { missing[feature.name] = absent }
    }
    return missing
  }

  /// The references `view:name` of the named features; nil means all, in the order of registration.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/featureNotFound`` for a name that is not there.
  public func featureRefs(_ view: String, _ names: [String]? = nil) throws -> [String] {
    try (names ?? featureNames).map { try feature($0).featureRef(view) }
  }
}

extension TemporalFeatureDefinition {
  /// Whether the value can be made from other features.
  package var takesFeatures: Bool {
    switch computationType {
    case .derived, .ratio, .interaction: true
    case .passthrough, .aggregation, .window: false
    }
  }
}
