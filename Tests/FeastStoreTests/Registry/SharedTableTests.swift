import DataFrames
import FeatureStoreCore
import Testing

@testable import FeastStore

@Suite struct SharedTableTests {
  private func registry(_ names: String..., project: String = "demo") throws -> Feast_Core_Registry {
    var registry = Feast_Core_Registry()
    for name in names {
      var definition = RegistryFileTests.definition(name)
      definition.project = project
      try registry.register(definition, now: Timestamp(seconds: 1))
    }
    return registry
  }

  @Test(
    "a name whose table or index another view has is refused, and nothing is registered",
    arguments: [
      ("Driver", "demo", "driver", "demo"), ("x", "demo", "x_ek", "demo"), ("x_ek", "demo", "x", "demo"),
      ("X", "demo", "x_EK", "demo"), ("b_c", "a", "c", "a_b"), ("c", "a_b", "B_C", "a"), ("b", "a", "b_ek", "a"),
      ("b_c", "a", "c_ek", "a_b"),
    ])
  func refused(first: String, firstProject: String, second: String, secondProject: String) throws {
    var registry = try registry(first, project: firstProject)
    let before = registry
    var definition = RegistryFileTests.definition(second)
    definition.project = secondProject
    let error = try #require(throws: FeatureStoreError.self) {
      try registry.register(definition, now: Timestamp(seconds: 2))
    }
    #expect(error.code == .conflict && error.message.contains("'\(first)'") && error.message.contains("'\(second)'"))
    #expect(registry == before)
  }

  @Test("other names stand side by side, and a view may be registered again")
  func allowed() throws {
    let registry = try registry("x", "x_e", "ek", "x_ek_", "y", "x")
    #expect(registry.featureViews.count == 5)
    #expect(registry.sharedTables(project: "demo").isEmpty)
  }

  @Test("views of other kinds count, and views that share a table already are found")
  func otherKinds() throws {
    var registry = try registry("x")
    registry.labelViews = [.with { $0.spec = .with { ($0.name, $0.project) = ("Labels", "demo") } }]
    #expect(
      thrownCode { try registry.register(RegistryFileTests.definition("labels"), now: .init(seconds: 2)) } == .conflict)
    registry.featureViews.append(registry.featureViews[0])
    registry.featureViews[1].spec.name = "X"
    #expect(registry.sharedTables(project: "demo").count == 2)
  }

  @Test("an entity that declares no type keeps none, and a label view's type does not count for keys")
  func keyTypes() throws {
    var registry = Feast_Core_Registry()
    registry.entities = [
      .with { $0.spec = .with { ($0.name, $0.joinKey, $0.project) = ("driver", "id", "demo") } }
    ]
    let column = Feast_Core_FeatureSpecV2.with { ($0.name, $0.valueType) = ("id", .string) }
    registry.labelViews = [
      .with { $0.spec = .with { ($0.name, $0.project, $0.entityColumns) = ("labels", "demo", [column]) } }
    ]
    try registry.register(RegistryFileTests.definition("fv"), now: Timestamp(seconds: 1))
    #expect(registry.entities.first { $0.spec.name == "driver" }?.spec.valueType == .invalid)
    #expect(registry.featureViews[0].spec.entities == ["driver"])
    var other = RegistryFileTests.definition("text")
    other.joinKeys = [FeastField(name: "id", type: .string)]
    let error = try #require(throws: FeatureStoreError.self) {
      try registry.register(other, now: Timestamp(seconds: 2))
    }
    #expect(error.message.contains("'fv' declares it INT64"))
  }
}
