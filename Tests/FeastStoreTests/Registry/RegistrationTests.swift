import DataFrames
import FeatureStoreCore
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct RegistrationTests {
  private let now = Timestamp(seconds: 1_000)
  private let later = Timestamp(seconds: 2_000)

  private func registered(_ definitions: FeastViewDefinition...) throws -> Feast_Core_Registry {
    var registry = Feast_Core_Registry()
    for definition in definitions { try registry.register(definition, now: now) }
    return registry
  }

  private func view(_ registry: Feast_Core_Registry, _ name: String = "fv") throws -> FeastView {
    try RegistrySnapshot(registry, path: "r").view(name, project: "demo")
  }

  @Test("A new view comes with all that Feast wants beside it, and without infra")
  func newView() throws {
    let registry = try registered(RegistryFileTests.definition("fv"))
    let view = try view(registry)
    #expect(view.joinKeys == [FeastField(name: "id", type: .int64)])
    #expect(view.features.map(\.name) == ["n", "s"])
    #expect(view.ttl == .seconds(60))
    #expect(view.isOnline && view.state == .unspecified)
    #expect(
      try view.fileSource()
        == FeastFileSource(
          uri: "data/fv/1.parquet", timestampField: "event_timestamp", createdColumn: nil, fieldMapping: [:]))
    let message = registry.featureViews[0]
    #expect(message.spec.version == "latest")
    #expect(message.spec.entities == ["id"])
    #expect(message.spec.batchSource.dataSourceClassType == "feast.infra.offline_stores.file_source.FileSource")
    #expect(message.meta.createdTimestamp.seconds == 1_000)
    #expect(registry.entities.map(\.spec.name).sorted() == ["__dummy", "id"])
    #expect(registry.dataSources.map(\.name) == ["fv_source"])
    #expect(registry.dataSources[0].project == "demo")
    #expect(registry.projects.map(\.spec.name) == ["demo"])
    #expect(!registry.hasInfra)
  }

  @Test("Registering again keeps what was, and replaces the source in place")
  func again() throws {
    var registry = try registered(RegistryFileTests.definition("fv"))
    try registry.recordMaterialization(of: "fv", project: "demo", start: Timestamp(seconds: 1), end: now, now: now)
    registry.featureViews[0].spec.features[0].tags = ["unit": "count"]
    var definition = RegistryFileTests.definition("fv")
    definition.sourcePath = "data/fv/2.parquet"
    definition.ttl = nil
    try registry.register(definition, now: later)
    let view = try view(registry)
    #expect(view.state == .availableOnline)
    #expect(view.materializedUntil == now)
    #expect(view.ttl == nil && registry.featureViews[0].spec.hasTtl)
    #expect(registry.featureViews[0].meta.createdTimestamp.seconds == 1_000)
    #expect(registry.featureViews[0].meta.lastUpdatedTimestamp.seconds == 2_000)
    #expect(registry.featureViews[0].spec.features[0].tags == ["unit": "count"])
    #expect(registry.dataSources.map(\.fileOptions.uri) == ["data/fv/2.parquet"])
    #expect(registry.featureViews.count == 1 && registry.entities.count == 2)
  }

  @Test("A change of the features takes a view out of service and keeps its intervals")
  func changedFeatures() throws {
    var registry = try registered(RegistryFileTests.definition("fv"))
    try registry.recordMaterialization(of: "fv", project: "demo", start: Timestamp(seconds: 1), end: now, now: now)
    var definition = RegistryFileTests.definition("fv")
    definition.features.append(FeastField(name: "x", type: .double))
    try registry.register(definition, now: later)
    #expect(try view(registry).state == .unspecified)
    #expect(try view(registry).materializationIntervals.count == 1)
  }

  @Test("A join key has one type in a project; a view that alone uses it may change it")
  func oneTypePerKey() throws {
    var registry = try registered(RegistryFileTests.definition("a"), RegistryFileTests.definition("b"))
    var definition = RegistryFileTests.definition("b")
    definition.joinKeys = [FeastField(name: "id", type: .string)]
    let before = registry
    let error = try #require(throws: FeatureStoreError.self) { try registry.register(definition, now: later) }
    #expect(error.code == .conflict)
    for word in ["'b'", "'a'", "'id'", "STRING", "INT64"] { #expect(error.message.contains(word), "\(error)") }
    #expect(registry.featureViews == before.featureViews)
    try registry.deleteView("a", project: "demo")
    try registry.register(definition, now: later)
    #expect(try view(registry, "b").joinKeys[0].type == .string)
    #expect(registry.entities.first { $0.spec.name == "id" }?.spec.valueType == .string)
    definition.project = "other"
    definition.joinKeys[0] = FeastField(name: "id", type: .int64)
    try registry.register(definition, now: later)
  }

  @Test("An entity that Feast made is used under its own name")
  func namedEntity() throws {
    var registry = try Feast_Core_Registry(decoding: FeastFixtures.registry(), path: "r")
    var definition = RegistryFileTests.definition("mine")
    definition.joinKeys = [FeastField(name: "driver_id", type: .int64)]
    let entities = registry.entities
    try registry.register(definition, now: now)
    #expect(registry.featureViews.last?.spec.entities == ["driver"])
    #expect(registry.entities == entities)
    definition.joinKeys = [FeastField(name: "driver", type: .int64)]
    #expect(thrownCode { try registry.register(definition, now: now) } == .conflict)
  }

  @Test("Feature services get the view's present features and source")
  func services() throws {
    var registry = try Feast_Core_Registry(decoding: FeastFixtures.registry(), path: "r")
    var definition = RegistryFileTests.definition("driver_stats")
    definition.joinKeys = [FeastField(name: "driver_id", type: .int64)]
    definition.features = [FeastField(name: "trips", type: .double), FeastField(name: "rate", type: .float)]
    try registry.register(definition, now: now)
    let projection = registry.featureServices[0].spec.features[0]
    let index = try #require(registry.viewIndex("driver_stats", project: "demo"))
    #expect(projection.featureColumns.first { $0.name == "trips" } == registry.featureViews[index].spec.features[0])
    #expect(projection.batchSource.fileOptions.uri == definition.sourcePath)
  }

  @Test("A deleted view takes its source along; a missing one is an error")
  func deletion() throws {
    var registry = try registered(RegistryFileTests.definition("a"), RegistryFileTests.definition("b"))
    try registry.deleteView("a", project: "demo")
    #expect(registry.featureViews.map(\.spec.name) == ["b"])
    #expect(registry.dataSources.map(\.name) == ["b_source"])
    #expect(thrownCode { try registry.deleteView("a", project: "demo") } == .viewNotFound)
  }

  @Test("A view without entities is registered as Feast does it")
  func entityless() throws {
    var definition = RegistryFileTests.definition("fuel")
    definition.joinKeys = []
    let registry = try registered(definition)
    #expect(registry.featureViews[0].spec.entities == ["__dummy"])
    #expect(try view(registry, "fuel").isEntityless)
  }
}
