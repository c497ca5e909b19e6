extension FeatureStoreError {
  package static func versionNotFound(_ version: Int64, view: String, existing: [Int64]) -> FeatureStoreError {
    let versions = existing.map(String.init).joined(separator: ", ")
    return FeatureStoreError(
      .versionNotFound, "View '\(view)' has no version \(version). Versions there: \(versions).",
      context: .init(view: view))
  }

  package static func tableExists(_ view: String) -> FeatureStoreError {
    FeatureStoreError(
      .conflict,
      "There is a view '\(view)' already. Write to it with `writeTable`, delete it first, or choose another name.",
      context: .init(view: view))
  }
}
