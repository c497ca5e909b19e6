internal import DataFrames
internal import FeatureStoreCore

/// Generated views and entity frames, whose answers the oracle gives.
enum GeneratedChecks {
  static func all(_ options: ConformanceOptions) -> [AdapterConformance.Check] {
    (1...(options.isSlow ? 2 : 6)).map { (seed: Int) -> AdapterConformance.Check in
      AdapterConformance.Check("training rows of generated frames follow the definition, seed \(seed)") {
        try await check(seed, $0)
      }
    }
  }

  private static func check(_ seed: Int, _ store: CheckStore) async throws {
    let rows = store.options.isSlow ? 60 : 150
    var numbers = SeededNumbers(seed: UInt64(seed))
    var shapes = SameAnswerFrames.shapes(seed, "generated", rows, store.options.featureTypes)
    for index in shapes.indices {
      shapes[index].name = store.name(shapes[index].name)
      shapes[index].keys.removeAll { $0.type == .string && !store.options.keyTypes.contains(.string) }
      if shapes[index].keys.isEmpty { shapes[index].keys = [("customer_id", .int64)] }
    }
    let views = try shapes.map { try GeneratedView($0, &numbers) }
    for view in views { for piece in view.pieces { try await store.register(view.config, piece) } }
    let entities = try GeneratedEntities.frame(shapes, rows: rows, unit: store.options.timeUnit, &numbers)
    let options = HistoricalOptions(fullFeatureNames: true, filterByCreatedTimestamp: seed % 5 == 0)
    let training = try await store.historical(
      entities, views.flatMap { view in view.config.features.map { "\(view.config.name):\($0)" } }, options)
    let expected = try NaiveJoin.run(
      EntityFrame(entities, options), views.map { (view: try $0.naive(), features: $0.config.features) }, options)
    try expectFrame(training, expected, "seed \(seed)")
  }
}
