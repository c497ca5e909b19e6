internal import DataFrames
internal import FeatureStoreCore

/// The features wanted of one view.
struct ViewRequest: Sendable {
  let view: FeastView
  let features: [String]
  /// Stands for the view's name in full feature names.
  var alias: String?
  /// Join key of the view → column of the entity frame or online request.
  var joinKeyMap: [String: String] = [:]

  /// What an entity frame or online request calls a join key.
  func requestName(of joinKey: String) -> String { joinKeyMap.first { $0.key == joinKey }?.value ?? joinKey }

  func columnName(_ feature: String, full: Bool) -> String { reference(feature).columnName(full: full) }

  private func reference(_ feature: String) -> FeatureReference {
    FeatureReference(view: alias ?? view.name, feature: feature)
  }

  /// Groups references by view: views in the order of first reference, features in the order of reference.
  ///
  /// - Throws: A ``FeatureStoreError`` that names an unknown view or feature and lists those there are.
  static func group(_ references: [FeatureReference], _ find: (String) throws -> FeastView) throws -> [ViewRequest] {
    try FeatureReference.grouped(references).map { (name: String, features: [String]) -> ViewRequest in
      let view = try find(name)
      return ViewRequest(view: view, features: try features.map { try view.feature($0).name })
    }
  }

  /// Refuses requests that would give a result two columns of one name.
  static func refuseRepeats(_ requests: [ViewRequest], full: Bool) throws {
    try FeatureReference.refuseRepeats(requests.flatMap { $0.features.map($0.reference) }, full: full)
  }
}
