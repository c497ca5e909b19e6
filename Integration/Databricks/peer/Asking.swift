import FeatureStore

/// Questions to the workspace that the command line has no options for; frames come and go as Parquet files.
struct Asking {
  let store: DatabricksFeatureStoreAdapter
  let references: [String]

  init(features: String) throws {
    store = try DatabricksFeatureStoreAdapter()
    references = features.split(separator: ",").map(String.init)
  }

  /// Training rows of which only what was created by then is known.
  func historical(entities: String, output: String) async throws {
    let options = HistoricalOptions(filterByCreatedTimestamp: true)
    let frame = try DataFrame(parquet: entities)
    try await store.getHistoricalFeatures(entityDF: frame, featureRefs: references, options: options)
      .writeParquet(to: output)
  }

  /// Online values with their statuses and times, as columns `name`, `name status` and `name time`.
  func online(keys: String, output: String) async throws {
    let answer = try await store.getOnlineFeatures(entityKeys: try Self.keys(keys), featureRefs: references)
    let columns = try answer.columns.flatMap { (feature: OnlineFeatures.Feature) in
      let times = feature.eventTimestamps.map { $0.map(FeatureValue.timestamp) ?? .null }
      return [
        (name: feature.name, column: try Column(feature.values)),
        (name: "\(feature.name) status", column: Column.string(feature.statuses.map(\.rawValue))),
        (name: "\(feature.name) time", column: try Column(times)),
      ]
    }
    try DataFrame(columns: columns).writeParquet(to: output)
  }

  /// Asks for the online values of all keys from `tasks` tasks at once, `calls` times each, and prints how long one call
  /// took in milliseconds: the median and the longest.
  func load(keys: String, tasks: Int, calls: Int) async throws {
    let keys = try Self.keys(keys)
    let (store, references) = (store, references)
    let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
      for _ in 0..<tasks {
        group.addTask {
          var times: [Duration] = []
          for _ in 0..<calls {
            let started = ContinuousClock.now
            let answer = try await store.getOnlineFeatures(entityKeys: keys, featureRefs: references)
            times.append(ContinuousClock.now - started)
            guard answer.columns.allSatisfy({ $0.statuses.allSatisfy { $0 == .present } }) else {
              throw Disagreement(description: "an online call did not find its values")
            }
          }
          return times
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }.sorted()
    }
    guard let longest = times.last else { throw Disagreement(description: "nothing was asked") }
    print("\(times[times.count / 2] / .milliseconds(1)) \(longest / .milliseconds(1))")
  }

  private static func keys(_ path: String) throws -> EntityKeys {
    let frame = try DataFrame(parquet: path)
    return EntityKeys(
      zip(frame.columnNames, frame.columns).map { (name: String, column: Column) in
        (name: name, values: (0..<column.count).map { FeatureValue(column, row: $0) })
      })
  }
}
