import DataFrames
import FeatureStoreCore
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct DefinitionExportTests {
  private func registered() throws -> Feast_Core_Registry {
    var registry = Feast_Core_Registry()
    try registry.register(RegistryFileTests.definition("fv"), now: Timestamp(seconds: 1_000))
    let service = FeatureServiceConfig(name: "s", features: [FeatureProjection(view: "fv", features: ["s"])])
    try registry.register(service, project: "demo", now: Timestamp(seconds: 1_000))
    return registry
  }

  @Test("What we registered is written whole, with nothing left out")
  func whole() throws {
    let definitions = DefinitionExport.run(try registered(), project: "demo")
    #expect(definitions.omissions.isEmpty)
    #expect(definitions.source.contains("project_demo = Project(\n    name=\"demo\",\n)"))
    #expect(definitions.source.contains("    join_keys=[\"id\"],\n    value_type=ValueType.INT64,\n"))
    #expect(definitions.source.contains("        Field(name=\"n\", dtype=types.Int64),\n"))
    #expect(definitions.source.contains("    ttl=timedelta(seconds=60),\n"))
    #expect(definitions.source.contains("    source=source_fv_source,\n    online=True,\n"))
    #expect(definitions.source.contains("        view_fv[[\"s\"]],\n"))
    #expect(
      definitions.source.contains("source_fv_source.created_timestamp = datetime.fromtimestamp(1000, timezone.utc)"))
  }

  @Test("Another project's objects are not written")
  func otherProject() throws {
    let definitions = DefinitionExport.run(try registered(), project: "other")
    #expect(!definitions.source.contains("fv"))
    #expect(definitions.omissions.isEmpty)
  }

  @Test("What Python code, stream jobs or permissions make up is named, in the file and beside it")
  func omissions() throws {
    var registry = try registered()
    registry.onDemandFeatureViews = [.with { $0.spec = .with { ($0.name, $0.project) = ("od\nfv", "demo") } }]
    registry.permissions = [.with { $0.spec = .with { ($0.name, $0.project) = ("readers", "demo") } }]
    registry.featureViews.append(registry.featureViews[0])
    registry.featureViews[1].spec.name = "clicks"
    registry.featureViews[1].spec.streamSource = .with { ($0.name, $0.type) = ("topic", .streamKafka) }
    registry.featureServices[0].spec.features[0].featureViewName = "clicks"
    let definitions = DefinitionExport.run(registry, project: "demo")
    #expect(definitions.omissions.count == 4)
    #expect(definitions.omissions.contains { $0.contains("'clicks': its stream source is of type STREAM_KAFKA") })
    #expect(definitions.omissions.contains { $0.contains("'s': it uses 'clicks'") })
    #expect(definitions.source.contains("# The on-demand feature view 'od\\nfv': its Python code is not written."))
    #expect(definitions.source.contains("# The permission 'readers'."))
  }

  @Test("A service over a feature that is gone is left out: Python would fail on the whole file")
  func goneFeature() throws {
    var registry = try registered()
    registry.featureViews[0].spec.features.removeAll { $0.name == "s" }
    let definitions = DefinitionExport.run(registry, project: "demo")
    #expect(definitions.omissions.count == 1)
    #expect(!definitions.source.contains("FeatureService("))
  }

  @Test("Every type but those with parts of their own has a Python expression")
  func types() {
    let all = (0...48).filter { ![9, 10].contains($0) }.map { FeastType(rawValue: $0) }
    #expect(all.filter { $0.pythonType == nil }.map(\.rawValue) == [19, 34, 35, 42, 43])
    #expect(FeastType(rawValue: 16).pythonType == "types.Array(types.Float32)")
    #expect(FeastType(rawValue: 24).pythonType == "types.Set(types.Int32)")
    #expect(FeastType(rawValue: 99).pythonType == nil)
  }
}
