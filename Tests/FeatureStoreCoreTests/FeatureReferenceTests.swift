import FeatureStoreCore
import Testing

@Suite struct FeatureReferenceTests {
  @Test("view:feature is read, with or without @latest")
  func reads() throws {
    #expect(try FeatureReference("v:f") == FeatureReference(view: "v", feature: "f"))
    #expect(try FeatureReference("v@latest:f") == FeatureReference(view: "v", feature: "f"))
  }

  @Test("anything else is an error that quotes it", arguments: ["f", "", ":", "v:", ":f", "a:b:c"])
  func refuses(text: String) {
    let error = #expect(throws: FeatureStoreError.self) { try FeatureReference(text) }
    #expect(error?.code == .invalidReference)
    #expect(error?.message.contains("'\(text)'") == true)
  }

  @Test("two features of one column name are refused unless full names tell them apart")
  func collisions() throws {
    let twice = try FeatureReference.parse(["a:x", "b:x"])
    let error = #expect(throws: FeatureStoreError.self) { try FeatureReference.refuseRepeats(twice, full: false) }
    let remedy = "Ask for full feature names with `fullFeatureNames`."
    #expect(error?.message == "a:x and b:x would both be called 'x'. \(remedy)")
    try FeatureReference.refuseRepeats(twice, full: true)
    let same = try FeatureReference.parse(["a:x", "a:x"])
    #expect(throws: FeatureStoreError.self) { try FeatureReference.refuseRepeats(same, full: true) }
    #expect(throws: FeatureStoreError.self) { try FeatureReference.parse([]) }
  }
}
