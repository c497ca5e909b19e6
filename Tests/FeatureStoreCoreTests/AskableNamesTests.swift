import DataFrames
import FeatureStoreCore
import Testing

@Suite struct AskableNamesTests {
  @Test(
    "a key or feature that could never be asked for is refused, with the reason",
    arguments: [
      ("a:b", "colon"), ("x,y", "comma"), ("", "empty"), (" a", "space"), ("a ", "space"), ("a\u{A0}", "space"),
      ("a\tb", "control"), ("a\nb", "control"), ("a\u{0}b", "control"), ("*", "star"),
    ])
  func refused(name: String, reason: String) throws {
    let feature = FeatureViewConfig(name: "v", entityKey: "k", features: [name])
    let error = try #require(throws: FeatureStoreError.self) { try feature.validate() }
    #expect(error.code == .invalidName && error.message.contains(reason))
    #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    if !name.isEmpty {
      #expect(throws: FeatureStoreError.self) { try FeatureViewConfig(name: "v", entityKey: name).validate() }
    }
    let alias = FeatureServiceConfig(name: "s", features: [FeatureProjection(view: "v", alias: name)])
    #expect(throws: FeatureStoreError.self) { try alias.validate() }
  }

  @Test("a column that nobody named is refused as well, unless the view is there already")
  func ofFrames() throws {
    let frame: DataFrame = [
      "k": .int64([1]), "event_timestamp": .timestamp([Timestamp(seconds: 0)]), "a:b": .int64([1]),
    ]
    let config = FeatureViewConfig(name: "v", entityKey: "k")
    let error = try #require(throws: FeatureStoreError.self) { try StoredFrame(config, frame) }
    #expect(error.code == .invalidName)
    #expect(try StoredFrame(config, frame, isDeclared: true).features == ["a:b"])
  }

  @Test("other names are taken", arguments: ["a b", "é", "a@b", "a=b", "a*", "**", "ä/ö", "1", "view__a"])
  func taken(name: String) throws {
    try FeatureViewConfig(name: "v", entityKey: "k", features: [name]).validate()
  }

  @Test("a star stands for all features of its view, and what would come twice is refused")
  func stars() throws {
    let features = ["v": ["a", "b"], "w": ["b"]]
    func expanded(_ texts: [String], full: Bool = false) throws -> [String] {
      try FeatureReference.expanded(FeatureReference.parse(texts), full: full) { features[$0] ?? [] }.map(\.description)
    }
    #expect(try expanded(["v:*"]) == ["v:a", "v:b"])
    #expect(try expanded(["w:b", "v:a"]) == ["w:b", "v:a"])
    #expect(try expanded(["v:*", "w:*"], full: true) == ["v:a", "v:b", "w:b"])
    #expect(try expanded(["v@latest:*"]) == ["v:a", "v:b"])
    for texts in [["v:*", "v:a"], ["v:*", "w:*"], ["v:*", "v:*"]] {
      let error = try #require(throws: FeatureStoreError.self) { try expanded(texts) }
      #expect(error.code == .duplicateFeature)
    }
  }
}
