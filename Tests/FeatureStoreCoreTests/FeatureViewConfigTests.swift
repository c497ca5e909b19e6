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
    #expect(
      error?.message == "View 'v' has a ttl of -1 days. Give more than 0 and at most 106751 days, or none for no limit."
    )
    try FeatureViewConfig(name: "v", entityKey: "id", ttlDays: 0).validate()
    try FeatureViewConfig(name: "v", entityKey: "id").validate()
  }

  @Test(
    "a ttl that is finer than a microsecond, or longer than any, is refused by name",
    arguments: [
      (Duration.nanoseconds(1_500_000_001), "1.500000001 seconds"), (.nanoseconds(1), "0.000000001 seconds"),
      (.days(106_752), "106752 days"), (.seconds(Int64.max) * 10, "9223372036854775807 seconds"),
      (.zero - .seconds(Int64.max) * 10, "-9223372036854775808 seconds"),
    ])
  func badTTL(ttl: Duration, phrase: String) throws {
    let error = try #require(throws: FeatureStoreError.self) {
      try FeatureViewConfig(name: "v", entityKeys: ["id"], ttl: ttl).validate()
    }
    #expect(error.code == .invalidArgument)
    #expect(error.message.contains("'v'") && error.message.contains(phrase))
  }

  @Test("a ttl is a duration; in days it is nil unless it is a whole number of them")
  func ttlForms() throws {
    var config = FeatureViewConfig(name: "v", entityKeys: ["id"], ttl: .microseconds(1_500_001))
    try config.validate()
    #expect(config.ttlDays == nil && config.maxAge == .microseconds(1_500_001))
    config.ttlDays = 2
    #expect(config.ttl == .seconds(172_800) && config.ttlDays == 2)
    config.ttlDays = 0
    #expect(config.ttl == .zero && config.maxAge == nil)
    config.ttlDays = .max
    #expect(throws: FeatureStoreError.self) { try config.validate() }
    config.ttlDays = nil
    #expect(config.ttl == nil)
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
