import FeatureStoreCore
import Testing

@Suite struct FeatureViewConfigTests {
  @Test(
    "a view name that would leave the repository, or break Feast's tools, is refused",
    arguments: [
      "../x", "a/b", "", "a-b", "a b", "é", ".", String(repeating: "x", count: 201),
    ])
  func badNames(name: String) {
    let error = #expect(throws: FeatureStoreError.self) {
      try FeatureViewConfig(name: name, entityKey: "id").validate()
    }
    #expect(error?.code == .invalidName)
    #expect(error?.message.contains("letters, digits and underscores") == true)
  }

  @Test("a ttl below zero is refused, none and zero are not")
  func ttl() throws {
    let error = #expect(throws: FeatureStoreError.self) {
      try FeatureViewConfig(name: "v", entityKey: "id", ttlDays: -1).validate()
    }
    #expect(error?.message == "View 'v' has a ttl of -1 days. Give 1 to 106751, or leave it out for no limit.")
    try FeatureViewConfig(name: "v", entityKey: "id", ttlDays: 0).validate()
    try FeatureViewConfig(name: "v", entityKey: "id").validate()
  }

  @Test("keys and features are named once and in one role")
  func roles() {
    for config in [
      FeatureViewConfig(name: "v", entityKeys: []), FeatureViewConfig(name: "v", entityKeys: ["a", "a"]),
      FeatureViewConfig(name: "v", entityKey: "a", features: ["b", "b"]),
      FeatureViewConfig(name: "v", entityKey: "a", features: ["a"]), FeatureViewConfig(name: "v", entityKey: ""),
    ] {
      #expect(throws: FeatureStoreError.self) { try config.validate() }
    }
  }
}
