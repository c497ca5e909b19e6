import DataFrames
import FeatureStoreCore
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct ViewServiceTests {
  private func view(_ change: (inout Feast_Core_FeatureView) -> Void) throws -> FeastView {
    var registry = Feast_Core_Registry()
    try registry.register(RegistryFileTests.definition("fv"), now: Timestamp(seconds: 1))
    change(&registry.featureViews[0])
    return try RegistrySnapshot(registry, path: "r").view("fv", project: "demo")
  }

  @Test(
    "Only a view that waits for its first values is out of service; one left over as materializing is not",
    arguments: [
      (FeastView.State.unspecified, true), (.created, false), (.generated, false), (.materializing, true),
      (.availableOnline, true),
    ])
  func states(_ state: FeastView.State, _ serves: Bool) throws {
    let view = try view { $0.meta.state = .init(rawValue: state.rawValue) ?? .stateUnspecified }
    if serves {
      try view.refuseIfOutOfService()
    } else {
      #expect(thrownCode { try view.refuseIfOutOfService() } == .notSupported)
    }
  }

  @Test("A disabled view says how to enable it")
  func disabled() throws {
    let view = try view { $0.spec.disabled = true }
    let error = try #require(throws: FeatureStoreError.self) { try view.refuseIfOutOfService() }
    #expect(error.message.contains("feast feature-views enable fv"))
  }

  @Test("A push source follows its view to a new file; a source that another view reads is left to it")
  func sources() throws {
    var registry = Feast_Core_Registry()
    try registry.register(RegistryFileTests.definition("a"), now: Timestamp(seconds: 1))
    let shared = registry.featureViews[0].spec.batchSource
    registry.featureViews[0].spec.streamSource = .with {
      ($0.name, $0.type, $0.batchSource) = ("push", .pushSource, shared)
    }
    registry.dataSources.append(registry.featureViews[0].spec.streamSource)
    registry.dataSources[1].project = "demo"
    registry.featureViews.append(registry.featureViews[0])
    registry.featureViews[1].spec.name = "b"
    var definition = RegistryFileTests.definition("b")
    definition.sourcePath = "data/b/2.parquet"
    try registry.register(definition, now: Timestamp(seconds: 2))
    #expect(registry.featureViews[0].spec.batchSource == shared)
    let spec = registry.featureViews[1].spec
    #expect(spec.batchSource.name == "b_source")
    #expect(spec.batchSource.fileOptions.uri == "data/b/2.parquet")
    #expect(spec.streamSource.batchSource == spec.batchSource)
    #expect(registry.dataSources[1].batchSource.fileOptions.uri == "data/b/2.parquet")
    #expect(registry.dataSources.map(\.name).sorted() == ["a_source", "b_source", "push"])
  }
}
