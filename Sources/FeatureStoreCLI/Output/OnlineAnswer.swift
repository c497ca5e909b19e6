internal import FeatureStore

extension OnlineFeatures {
  /// Values, statuses and event times, in the shape in which Feast's feature server answers.
  ///
  /// As there, a null that is stored is `PRESENT`, and what has no event time has that of 1970. Values are those of
  /// `--format json`.
  var jsonWithStatus: JSONText {
    let results = columns.map { (column: Feature) -> JSONText in
      .object([
        ("values", .array(column.values.map { JSONText($0) })),
        ("statuses", .array(column.statuses.map { .string(($0 == .null ? Status.present : $0).rawValue) })),
        ("event_timestamps", .array(column.eventTimestamps.map { .string(($0 ?? Timestamp(seconds: 0)).description) })),
      ])
    }
    return .object([
      ("results", .array(results)), ("metadata", .object([("feature_names", columnNames.json)])),
    ])
  }
}

/// Says why an answer has nothing of a view: it was never materialized, or has none of the keys.
struct UnmaterializedViews {
  let answer: OnlineFeatures
  let selection: FeatureSelection

  func note(_ store: any FeatureStoreAdapter, _ context: CommandContext) async throws {
    let empty = Set(answer.columns.filter { !$0.statuses.contains { $0 != .notFound } }.map(\.name))
    guard answer.rowCount > 0, !empty.isEmpty else { return }
    let uses = try await uses(store)
    for view in try await store.listFeatureViews() {
      guard let names = uses[view.name],
        view.features.contains(where: { (feature: FeatureViewSummary.Field) in
          names.contains { empty.contains("\($0)__\(feature.name)") } || empty.contains(feature.name)
        })
      else { continue }
      if let until = view.materializedUntil {
        context.note("\(view.name): nothing is online for these keys; the view was materialized until \(until).\n")
      } else {
        context.note(
          "\(view.name): nothing is online for these keys; the view was never materialized. Run: featurestore materialize "
            + "--from TIME --to TIME --view \(view.name)\n")
      }
    }
  }

  /// The views that were asked for, each with the names that its full feature names begin with.
  private func uses(_ store: any FeatureStoreAdapter) async throws -> [String: Set<String>] {
    guard let service = selection.service else {
      let views = try selection.references().map { try FeatureReference($0).view }
      return Dictionary(views.map { ($0, [$0]) }) { (first: Set<String>, _: Set<String>) in first }
    }
    let projections = try await serving(store).featureService(service).features
    return Dictionary(projections.map { ($0.view, [$0.alias ?? $0.view]) }) {
      (first: Set<String>, second: Set<String>) in first.union(second)
    }
  }
}
