import FeatureStore
import Testing

@Suite struct HistoricalReportTests {
  private func timestamps(_ texts: [String]) throws -> Column {
    .timestamp(try texts.map { try Timestamp($0) })
  }

  private func store(_ folder: TemporaryFolder) async throws -> FeastAdapter {
    let store = try FeastAdapter(repoPath: folder.path)
    let frame: DataFrame = [
      "k": .int64([1, 2, 3]), "event_timestamp": try timestamps(["2024-01-01", "2024-01-10", "2024-06-01"]),
      "a": .int64([10, 20, 30]),
    ]
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "k", ttlDays: 5), frame)
    return store
  }

  @Test("each entity row is counted once, by why it has values or not")
  func counts() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(folder)
    let entities: DataFrame = [
      "k": .int64([1, 1, 2, 3, 9, nil]),
      "event_timestamp": try timestamps(
        ["2024-01-03", "2024-02-01", "2024-01-01", "2024-06-01", "2024-01-01", "2024-01-01"]),
    ]
    let reported = try await store.reportedHistoricalFeatures(entityDF: entities, featureRefs: ["v:*"])
    #expect(try reported.frame == (await store.getHistoricalFeatures(entityDF: entities, featureRefs: ["v:a"])))
    let view = try #require(reported.report.views.first)
    #expect(view.view == "v" && view.rows == 6 && view.matched == 2 && view.tooOld == 1 && view.onlyLater == 1)
    #expect(view.unknownKey == 1 && view.withoutKeyOrTime == 1)
    #expect(
      "\(view)"
        == "v: 2 of 6 rows matched, 1 too old (ttl), 1 with later feature rows only, 1 of keys the view has not, "
        + "1 without key or time; its rows are from 2024-01-01T00:00:00Z to 2024-06-01T00:00:00Z")
  }

  @Test("a row group that its times rule out still tells later rows from an unknown key")
  func passedOver() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(folder)
    for (time, expected) in [("2023-01-01", [0, 2, 1]), ("2025-01-01", [2, 0, 1])] {
      let entities: DataFrame = ["k": .int64([1, 2, 9]), "event_timestamp": try timestamps([time, time, time])]
      let report = try await store.reportedHistoricalFeatures(entityDF: entities, featureRefs: ["v:a"]).report
      let view = try #require(report.views.first)
      #expect([view.tooOld, view.onlyLater, view.unknownKey] == expected, "\(time): \(view)")
    }
  }

  @Test("a service's views are called by their aliases")
  func services() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(folder)
    let projections = [
      FeatureProjection(view: "v", alias: "x"), FeatureProjection(view: "v", alias: "y", joinKeyMap: ["k": "other"]),
    ]
    try await store.registerFeatureService(FeatureServiceConfig(name: "s", features: projections))
    let entities: DataFrame = [
      "k": .int64([1]), "other": .int64([9]), "event_timestamp": try timestamps(["2024-01-02"]),
    ]
    let report = try await store.reportedHistoricalFeatures(
      entityDF: entities, featureService: "s", options: HistoricalOptions(fullFeatureNames: true)
    ).report
    #expect(report.views.map(\.view) == ["x", "y"] && report.views.map(\.matched) == [1, 0])
  }

  @Test("a materialization that found nothing says where the rows lie; one that found some does not")
  func materialization() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(folder)
    let nothing = try await store.materialize(featureViews: [], startDate: "2020-01-01", endDate: "2020-02-01")
    let times = try #require(nothing.first?.rowTimes)
    #expect("\(times.lowerBound)" == "2024-01-01T00:00:00Z" && "\(times.upperBound)" == "2024-06-01T00:00:00Z")
    let some = try await store.materialize(featureViews: [], startDate: "2024-01-01", endDate: "2024-02-01")
    #expect(some.first?.rowTimes == nil && some.first?.entities == 2)
  }

  @Test("a call reports how far it is to the progress of its task")
  func progress() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(folder)
    let progress = StoreProgress()
    let entities: DataFrame = ["k": .int64([1]), "event_timestamp": try timestamps(["2024-01-02"])]
    _ = try await StoreProgress.$current.withValue(progress) {
      try await store.getHistoricalFeatures(entityDF: entities, featureRefs: ["v:a"])
    }
    #expect(progress.state.phase == "rows of v" && progress.state.done == 3 && progress.state.total == 3)
    #expect(StoreProgress.current == nil)
  }
}
