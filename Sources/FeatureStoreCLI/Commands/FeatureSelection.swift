internal import ArgumentParser
internal import FeatureStore

/// The features of a request: named one by one, or those of a feature service.
struct FeatureSelection: ParsableArguments {
  @Option(
    help: "The features: view:feature,view:feature; view:* stands for all of the view's features.",
    completion: .references)
  var features: String?

  @Option(help: "The feature service whose features are wanted, instead of --features.", completion: .services)
  var service: String?

  @Flag(help: "Leave out what cannot be read here, such as on-demand views, and say so.")
  var skipUnreadable = false

  func validate() throws {
    guard (features == nil) != (service == nil) else {
      throw ValidationError("Give either --features view:feature,… or --service NAME.")
    }
  }

  func historical(
    _ store: any FeatureStoreAdapter, _ entities: DataFrame, _ options: HistoricalOptions
  ) async throws -> DataFrame {
    var options = options
    options.skipsUnreadable = skipUnreadable
    guard let service else {
      return try await store.getHistoricalFeatures(
        entityDF: entities, featureRefs: try references(), options: options)
    }
    return try await serving(store).getHistoricalFeatures(
      entityDF: entities, featureService: service, options: options)
  }

  /// The same, with a report on what was found in each view where the store can tell.
  func reported(
    _ store: any FeatureStoreAdapter, _ entities: DataFrame, _ options: HistoricalOptions
  ) async throws -> (frame: DataFrame, report: HistoricalReport?) {
    guard let reporting = store as? any HistoricalReportAdapter else {
      return (try await historical(store, entities, options), nil)
    }
    var options = options
    options.skipsUnreadable = skipUnreadable
    let reported =
      if let service {
        try await reporting.reportedHistoricalFeatures(entityDF: entities, featureService: service, options: options)
      } else {
        try await reporting.reportedHistoricalFeatures(
          entityDF: entities, featureRefs: try references(), options: options)
      }
    return (reported.frame, reported.report)
  }

  func online(
    _ store: any FeatureStoreAdapter, _ keys: EntityKeys, _ options: OnlineOptions
  ) async throws -> OnlineFeatures {
    var options = options
    options.skipsUnreadable = skipUnreadable
    guard let service else {
      return try await store.getOnlineFeatures(entityKeys: keys, featureRefs: try references(), options: options)
    }
    return try await serving(store).getOnlineFeatures(entityKeys: keys, featureService: service, options: options)
  }

  /// Says what is left out of the answer.
  func noteUnreadable(_ store: any FeatureStoreAdapter, online: Bool, _ context: CommandContext) async throws {
    guard skipUnreadable else { return }
    guard let store = store as? FeastAdapter else {
      throw FeatureStoreError(
        .notSupported, "--skip-unreadable is for Feast repositories. Name the features that are wanted with --features."
      )
    }
    let unreadable =
      if let service {
        try await store.unreadableFeatures(featureService: service, online: online)
      } else {
        try await store.unreadableFeatures(featureRefs: try references(), online: online)
      }
    for feature in unreadable { context.note("Left out: \(feature)\n") }
  }

  func references() throws -> [String] { try commaSeparated(features ?? "", "--features") }
}

/// The store as one that keeps feature services.
func serving(_ store: any FeatureStoreAdapter) throws -> any FeatureServiceAdapter {
  guard let store = store as? any FeatureServiceAdapter else {
    throw FeatureStoreError(
      .notSupported, "This store keeps no feature services. Name the features with --features, or use --backend feast.")
  }
  return store
}
