internal import FeatureStoreCore

/// The features wanted of one view.
struct ViewRequest: Sendable {
  let view: FeastView
  let features: [String]

  func columnName(_ feature: String, full: Bool) -> String {
    FeatureReference(view: view.name, feature: feature).columnName(full: full)
  }

  /// Groups references by view: views in the order of first reference, features in the order of reference.
  ///
  /// - Throws: A ``FeatureStoreError`` that names an unknown view or feature and lists those there are.
  static func group(_ references: [FeatureReference], _ find: (String) throws -> FeastView) throws -> [ViewRequest] {
    var order: [String] = []
    var features: [String: [String]] = [:]
    for reference in references {
      if features[reference.view] == nil { order.append(reference.view) }
      features[reference.view, default: []].append(reference.feature)
    }
    return try order.map { (name: String) -> ViewRequest in
      let view = try find(name)
      let wanted = features[name] ?? []
      if let unknown = wanted.first(where: { feature in !view.features.contains { $0.name == feature } }) {
        throw FeatureStoreError(
          .featureNotFound,
          "View '\(name)' has no feature '\(unknown)'. Features there: \(view.features.map(\.name).joined(separator: ", ")).",
          context: .init(view: name, column: unknown))
      }
      return ViewRequest(view: view, features: wanted)
    }
  }
}
