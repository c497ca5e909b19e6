import DataFrames
import FeatureStoreCore
import Testing

@testable import FeastStore

@Suite struct EntityKeyEncoderTests {
  @Test("Keys are the bytes that Feast writes, in both versions and in both forms")
  func matchesFeast() throws {
    for (name, key) in try FeastFixtures.load().keys {
      for (version, expected) in [(EntityKeyVersion.v2, key.v2), (.v3, key.v3)] {
        let encoder = try EntityKeyEncoder(joinKeys: key.parts.map(\.field), version: version)
        #expect(try encoder.encode(key.parts.map(\.value))?.hex == expected, "\(name)")
        let keys = try encoder.encode(columns: key.parts.map { try Column([$0.value, .null]) })
        #expect(Array(keys.bytes[keys.range(0)]).hex == expected, "\(name), a column")
        #expect(keys.range(1).isEmpty, "a null part leaves the key empty")
      }
    }
  }

  @Test("Dictionary text makes the same keys as plain text")
  func dictionaryText() throws {
    let encoder = try EntityKeyEncoder(joinKeys: [FeastField(name: "user", type: .string)], version: .v3)
    var values = TextBuffer()
    values.append("ab")
    values.append("é")
    let column = Column(.dictionary(DictionaryText(codes: [1, 0, 1], values: values)))
    #expect(try encoder.encode(columns: [column]) == encoder.encode(columns: [.string(["é", "ab", "é"])]))
  }

  @Test(
    "A given key becomes the declared type as Feast converts it",
    arguments: [
      (FeatureValue.string("7"), FeastType.int64, FeatureValue.int64(7)), (.float64(7), .int64, .int64(7)),
      (.float64(-7), .int64, .int64(-7)), (.bool(true), .int64, .int64(1)), (.int64(7), .int32, .int32(7)),
      (.int64(7), .string, .string("7")), (.float64(7), .string, .string("7.0")),
      (.bool(false), .string, .string("False")),
      (.int32(5), .int64, .int64(5)),
    ])
  func coercion(_ given: FeatureValue, _ type: FeastType, _ expected: FeatureValue) throws {
    let encoder = try EntityKeyEncoder(joinKeys: [FeastField(name: "k", type: type)], version: .v3)
    #expect(try encoder.coerce([given]) == [expected])
  }

  @Test(
    "A key that does not fit is an error that names the key and both types",
    arguments: [
      (FeatureValue.string("abc"), FeastType.int64), (.float64(7.9), .int64), (.float32(-0.5), .int32),
      (.int64(1 << 40), .int32), (.float64(.nan), .int64),
      (.float64(1e300), .int64), (.binary([1]), .int64), (.string("x"), .bytes),
    ])
  func misfit(_ given: FeatureValue, _ type: FeastType) throws {
    let encoder = try EntityKeyEncoder(joinKeys: [FeastField(name: "driver_id", type: type)], version: .v3)
    let error = try #require(throws: FeatureStoreError.self) { try encoder.encode([given]) }
    #expect(error.code == .typeMismatch)
    for word in ["driver_id", type.description, given.typeName] { #expect(error.message.contains(word)) }
  }

  @Test("A null part makes no key; a missing part is an error")
  func nullAndMissing() throws {
    let keys = [FeastField(name: "a", type: .int64), FeastField(name: "b", type: .string)]
    let encoder = try EntityKeyEncoder(joinKeys: keys, version: .v3)
    #expect(try encoder.encode([1, .null]) == nil)
    #expect(throws: FeatureStoreError.self) { try encoder.encode([1]) }
  }

  @Test("Types that Feast refuses as keys are refused", arguments: [FeastType.bool, .float, .double, .invalid])
  func refusedTypes(_ type: FeastType) throws {
    let error = #expect(throws: FeatureStoreError.self) {
      try EntityKeyEncoder(joinKeys: [FeastField(name: "k", type: type)], version: .v3)
    }
    #expect(error?.code == .notSupported)
  }

  @Test("Columns of another type are converted where every value survives")
  func columnConversion() throws {
    let encoder = try EntityKeyEncoder(joinKeys: [FeastField(name: "k", type: .int64)], version: .v3)
    let expected = try encoder.encode(columns: [.int64([1, nil, 3])])
    #expect(try encoder.encode(columns: [.int32([1, nil, 3])]) == expected)
    #expect(try encoder.encode(columns: [.float64([1, nil, 3])]) == expected)
    #expect(try encoder.encode(columns: [.string(["1", nil, "3"])]) == expected)
    #expect(throws: FeatureStoreError.self) { try encoder.encode(columns: [.float64([1.5])]) }
  }
}
