internal import DataFrames
internal import FeatureStoreCore

/// Tries what materializing the views will need, without writing anything.
struct MaterializationCheck {
  let repository: FeastRepository

  /// What was found, for a person.
  ///
  /// - Throws: A ``FeatureStoreError`` that lists every view that could not be materialized, each with its reason.
  func run() throws -> String {
    var (ready, failures, remarks): (Int, [String], [String]) = (0, [], [])
    for (name, view) in try repository.viewsToMaterialize([]) {
      do {
        let features = try Self.check(try view.get(), repository.config)
        ready += 1
        if !features.isEmpty {
          remarks.append("\(name) without \(listed(features.compactMap(\.feature))), which cannot be read here")
        }
      } catch {
        failures.append("\(name): \(error)")
      }
    }
    remarks += aheadOfTime()
    guard failures.isEmpty else {
      throw FeatureStoreError(.configuration, (failures + remarks).joined(separator: " "))
    }
    return (["\(ready) views can be materialized"] + remarks).joined(separator: "; ")
  }

  /// The features that would be left out.
  private static func check(_ view: FeastView, _ config: RepoConfig) throws -> [UnreadableFeature] {
    let history = try FeatureHistory(view, in: config)
    _ = try history.axis()
    _ = try history.createdAxis()
    let rows = Array(0..<min(history.rowCount, 100))
    let keys = view.isEntityless ? [.string([])] : try history.taking(rows, history.keyNames)
    let encoder = try EntityKeyEncoder(joinKeys: view.joinKeys, version: config.entityKeyVersion)
    _ = try encoder.encode(columns: keys)
    return try history.readableFeatures().unreadable
  }

  /// Views that were recorded as materialized until an instant that is still to come.
  private func aheadOfTime() -> [String] {
    let now = SystemCalls.now()
    guard let snapshot = try? repository.registry.snapshot() else { return [] }
    return snapshot.views(project: repository.config.project).compactMap { (view: FeastView) -> String? in
      guard let until = view.materializedUntil, until > now else { return nil }
      return
        "\(view.name) is recorded as materialized until \(until), which is in the future: Feast's incremental runs "
        + "will find nothing until then"
    }
  }
}
