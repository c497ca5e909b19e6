import FeatureStore
import FeatureStoreTesting
import Foundation
import Testing

@Suite struct CutoffTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  enum Store: CaseIterable { case feast, memory }

  private func manager(_ store: Store) throws -> FeatureStoreManager {
    FeatureStoreManager(
      backend: store == .feast ? try folder.store() : InMemoryAdapter(), outputPath: folder.file("output"))
  }

  private static func registry() throws -> FeatureRegistry {
    var registry = FeatureRegistry()
    try registry.register(TemporalFeatureDefinition(name: "amount", description: "", entityKey: "id"))
    return registry
  }

  /// Events of one entity on these days.
  private static func events(_ days: [Int64]) -> DataFrame {
    [
      "id": .int64(days.map { _ in 1 }),
      "feature_timestamp": .timestamp(days.map { Timestamp(seconds: $0 * 86_400) }),
      "amount": .float64(days.map(Double.init)),
    ]
  }

  private static func newest(_ manager: FeatureStoreManager, _ table: String) async throws -> Timestamp? {
    let rows = try await manager.backend.readTable(table, version: nil)
    return try rows["feature_timestamp", as: Timestamp.self].compactMap { $0 }.max()
  }

  private func code(_ body: () async throws -> Void) async -> FeatureStoreError.Code? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? FeatureStoreError)?.code
    }
  }

  @Test("every way of writing to a published table refuses later rows and keeps the date", arguments: Store.allCases)
  func everyWay(_ store: Store) async throws {
    let (manager, registry) = (try manager(store), try Self.registry())
    try await manager.publishFeatures(Self.events([0, 5]), registry, "a", cutoffDate: "1970-01-11")
    let config = FeatureViewConfig(name: "a", entityKey: "id", timestampColumn: "feature_timestamp")
    for mode in [WriteMode.merge, .overwrite] {
      #expect(
        await code { try await manager.backend.registerFeatureView(config, Self.events([20]), mode: mode) } == .conflict
      )
      #expect(await code { try await manager.backend.writeTable("a", Self.events([20]), mode: mode) } == .conflict)
    }
    if let feast = manager.backend as? FeastAdapter {
      for target in [PushTarget.offline, .onlineAndOffline] {
        let error = try await #require(throws: FeatureStoreError.self) {
          try await feast.push("a", Self.events([5, 10, 20]), to: target)
        }
        #expect(error.message.contains("1 of 3 rows for table 'a' are after its cut-off date 1970-01-11T00:00:00Z"))
      }
    }
    #expect(try await Self.newest(manager, "a") == Timestamp("1970-01-06"))
    for mode in [WriteMode.merge, .overwrite] {
      try await manager.backend.registerFeatureView(config, Self.events([10]), mode: mode)
      try await manager.backend.writeTable("a", Self.events([10]), mode: mode)
      #expect(try await manager.cutoffDate() == Timestamp("1970-01-11"))
    }
  }

  @Test("replacing the only table without a date keeps the date", arguments: Store.allCases)
  func keptDate(_ store: Store) async throws {
    let (manager, registry) = (try manager(store), try Self.registry())
    try await manager.publishFeatures(Self.events([0, 5]), registry, "a", cutoffDate: "1970-01-11")
    let done = try await manager.publishFeatures(Self.events([0, 20]), registry, "a", mode: .overwrite)
    #expect(done.cutoffDate == (try Timestamp("1970-01-11")) && done.rowsAfterCutoff == 1)
    let moved = try await manager.publishFeatures(
      Self.events([0, 20]), registry, "a", mode: .overwrite, cutoffDate: "1970-02-01")
    #expect(moved.rowsAfterCutoff == 0)
    #expect(try await manager.cutoffDate() == Timestamp("1970-02-01"))
  }

  @Test("one call moves the date of all tables, and refuses one that is earlier than rows", arguments: Store.allCases)
  func moved(_ store: Store) async throws {
    let (manager, registry) = (try manager(store), try Self.registry())
    #expect(await code { try await manager.setCutoffDate("1970-01-01") } == .invalidArgument)
    try await manager.publishFeatures(Self.events([0, 5]), registry, "a", cutoffDate: "1970-01-11")
    try await manager.publishFeatures(Self.events([0, 8]), registry, "b")
    #expect(try await manager.setCutoffDate("1970-02-01") == ["a", "b"])
    try await manager.backend.writeTable("a", Self.events([20]), mode: .merge)
    let error = try await #require(throws: FeatureStoreError.self) { try await manager.setCutoffDate("1970-01-07") }
    #expect(error.code == .conflict && error.message.contains("'a' has 1, 'b' has 1"))
    #expect(try await manager.cutoffDate() == Timestamp("1970-02-01"))
    #expect(try await manager.setCutoffDate("1970-01-07", droppingLaterRows: true) == ["a", "b"])
    #expect(try await manager.cutoffDate() == Timestamp("1970-01-07"))
    #expect(try await Self.newest(manager, "a") == Timestamp("1970-01-06"))
    #expect(try await Self.newest(manager, "b") == Timestamp("1970-01-01"))
    #expect(await code { try await manager.setCutoffDate("1960-01-01", droppingLaterRows: true) } == .emptyFrame)
  }

  @Test("a tag of somebody else is no date; one that an earlier version wrote is", arguments: Store.allCases)
  func tags(_ store: Store) async throws {
    let (manager, registry) = (try manager(store), try Self.registry())
    let foreign = FeatureViewConfig(name: "f", entityKey: "id", tags: ["cutoff_date": "Q4"])
    try await manager.backend.registerFeatureView(foreign, Self.events([50]))
    #expect(try await manager.cutoffDate() == nil)
    try await manager.publishFeatures(Self.events([0]), registry, "a", cutoffDate: "1970-01-11")
    #expect(try await manager.cutoffDate() == Timestamp("1970-01-11"))
    #expect(try await manager.tablesWithCutoffDate() == ["a"])
    try await manager.backend.deleteFeatureView("a")
    let earlier = FeatureViewConfig(name: "old", entityKey: "id", tags: ["cutoff_date": "1970-01-05T00:00:00Z"])
    try await manager.backend.registerFeatureView(earlier, Self.events([0]))
    #expect(try await manager.cutoffDate() == Timestamp("1970-01-05"))
    #expect(await code { try await manager.backend.writeTable("old", Self.events([5]), mode: .merge) } == .conflict)
    try await manager.publishFeatures(Self.events([0, 2, 9]), registry, "old")
    #expect(try await Self.newest(manager, "old") == Timestamp("1970-01-03"))
    try await manager.setCutoffDate("1970-01-10")
    #expect(try await manager.cutoffDate() == Timestamp("1970-01-10"))
  }

  @Test("of two first publications at once exactly one date wins, for two tables and for one", arguments: 0..<40)
  func race(_ pair: Int) async throws {
    let registry = try Self.registry()
    var numbers = SeededNumbers(seed: UInt64(pair))
    let days = [Int64.random(in: 5...50, using: &numbers), Int64.random(in: 51...99, using: &numbers)]
    let tables = pair % 3 == 0 ? ["a", "a"] : ["a", "b"]
    let managers = try (0..<2).map { _ in try self.manager(.feast) }
    let pauses = (0..<2).map { _ in UInt64.random(in: 0...2_000_000, using: &numbers) }
    let won = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<2 {
        group.addTask {
          try? await Task.sleep(nanoseconds: pauses[index])
          let date = FeatureDate(Timestamp(seconds: days[index] * 86_400))
          let events = Self.events(Array(0...days[index]))
          do {
            try await managers[index].publishFeatures(events, registry, tables[index], cutoffDate: date)
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(won == 1)
    let date = try #require(await managers[0].cutoffDate())
    for table in try await managers[0].listTables() {
      #expect(try #require(await Self.newest(managers[0], table)) <= date)
      let tags = try await managers[0].backend.featureView(table).tags
      #expect(tags["featurestore_cutoff_date"] == date.description)
    }
  }

  @Test("two first publications at once that ask for no date agree on one")
  func agreement() async throws {
    let registry = try Self.registry()
    for round in 0..<10 {
      let folder = try TemporaryFolder()
      let managers = try (0..<2).map { _ in
        FeatureStoreManager(backend: try folder.store(), outputPath: folder.file("output"))
      }
      let dates = try await withThrowingTaskGroup(of: Timestamp.self) { group in
        for (manager, table) in zip(managers, ["a", "b"]) {
          group.addTask { try await manager.publishFeatures(Self.events([0, 5]), registry, table).cutoffDate }
        }
        return try await group.reduce(into: Set<Timestamp>()) { $0.insert($1) }
      }
      #expect(dates.count == 1, "round \(round)")
    }
  }

  @Test("publication says from when on online values are outdated, and the next incremental run begins there")
  func outdated() async throws {
    let (manager, registry) = (try manager(.feast), try Self.registry())
    let first = try await manager.publishFeatures(Self.events([0, 5]), registry, "a", cutoffDate: "1970-03-01")
    #expect(first.onlineValuesOutdatedFrom == nil)
    try await manager.backend.materialize(featureViews: ["a"], startDate: "1970-01-01", endDate: "1970-01-31")
    let same = try await manager.publishFeatures(Self.events([0, 5]), registry, "a")
    #expect(same.onlineValuesOutdatedFrom == nil)
    var changed = FeatureRegistry()
    try changed.register(
      TemporalFeatureDefinition(
        name: "amount", description: "", entityKey: "id", computationType: .derived, derivationFormula: "amount * 10"))
    let events = try Self.events([0, 5]).rename(["amount": "paid"])
    changed = FeatureRegistry()
    try changed.register(
      TemporalFeatureDefinition(
        name: "amount", description: "", entityKey: "id", computationType: .derived, derivationFormula: "paid * 10"))
    let done = try await manager.publishFeatures(events, changed, "a")
    #expect(done.onlineValuesOutdatedFrom == (try Timestamp("1970-01-06")))
    try await manager.backend.materializeIncremental(featureViews: ["a"], endDate: "1970-02-01")
    let online = try await manager.backend.getOnlineFeatures(entityKeys: ["id": [1]], featureRefs: ["a:amount"])
    #expect(online.columns.last?.values == [50.0])
  }
}
