import FeatureStore

/// The whole of a feature store in ten lines, word for word as the README has them.
///
/// The files that it reads are the ones the earlier steps of this sample wrote, relative to the current folder.
func tenLines() async throws -> (training: DataFrame, online: OnlineFeatures) {
  // README: begin
  let store = try getFeatureStore()  // Feast here, Databricks there: chosen from the environment
  let gold = try DataFrame(parquet: "data/gold/features.parquet")
  let config = FeatureViewConfig(
    name: "customer_features", entityKey: "customer_id",
    features: ["days_since_last_order", "total_orders", "total_spend"], ttlDays: 31)
  try await store.registerFeatureView(config, gold)

  let entities = try DataFrame(parquet: "data/gold/labels.parquet")  // customer_id, event_timestamp, any other columns
  let training = try await store.getHistoricalFeatures(
    entityDF: entities,
    featureRefs: ["customer_features:total_orders", "customer_features:total_spend"])
  try await store.materialize(featureViews: ["customer_features"], startDate: "1997-01-01", endDate: "1998-12-31")
  let online = try await store.getOnlineFeatures(
    entityKeys: ["customer_id": [1, 2, 3]],
    featureRefs: ["customer_features:total_orders", "customer_features:total_spend"])
  // README: end
  return (training, online)
}
