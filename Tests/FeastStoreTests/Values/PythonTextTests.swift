import FeatureStoreCore
import Testing

@testable import FeastStore

@Suite struct PythonTextTests {
  @Test("Floats read as Python's str() writes them")
  func floats() throws {
    let cases = try FeastFixtures.load().floats
    #expect(cases.count > 400)
    for pair in cases {
      let bits = try #require(UInt64(pair[0], radix: 16))
      #expect(PythonText.text(Double(bitPattern: bits)) == pair[1])
    }
  }

  @Test("Bools have Python's names")
  func bools() {
    #expect(PythonText.text(true) == "True")
    #expect(PythonText.text(false) == "False")
  }
}
