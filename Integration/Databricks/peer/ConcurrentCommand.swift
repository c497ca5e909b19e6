import FeatureStore

/// Asks one adapter several times for the same online features, 16 calls at a time, and compares all answers.
///
/// Prints how many answers there were.
func concurrent(_ reference: String, rounds: Int) async throws {
  let store = try DatabricksFeatureStoreAdapter()
  let keys = EntityKeys([(name: "customer_id", values: (0..<5).map { .int64($0) })])
  let expected = try await answer(store, keys, reference)
  for _ in 0..<rounds {
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 { group.addTask { try await answer(store, keys, reference) } }
      for try await found in group where found != expected {
        throw Disagreement(description: "One call answered \(found), another \(expected).")
      }
    }
  }
  print("\(16 * rounds + 1) answers: \(expected)")
}

private func answer(
  _ store: DatabricksFeatureStoreAdapter, _ keys: EntityKeys, _ reference: String
) async throws -> String {
  let online = try await store.getOnlineFeatures(entityKeys: keys, featureRefs: [reference])
  return online.columns.map { "\($0.name) \($0.values)" }.joined(separator: ", ")
}
