import Testing

@testable import DataFrames

@Suite struct CSVNumbersTests {
  static let edges = [
    "", "-", "+", "0", "-0", "+7", "00", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "99999999999999999999", "1.", ".5", "-.5", ".", "1..2", "1.2.3", "1e5", "1E-5", "inf",
    "nan",
    "-inf", "1_000", " 1", "1 ", "123456789012345", "1234567890123456", "12345678901234567", "0.1", "-0.0",
    "0.000000000000001", "4.35", "-", "é",
  ]

  @Test("integers and floats are read as the standard library reads them", arguments: edges)
  func edge(text: String) {
    let bytes = Array(text.utf8)[...]
    #expect(CSVNumbers.int64(bytes) == Int64(text), "\(text)")
    #expect(CSVNumbers.float64(bytes)?.bitPattern == Double(text)?.bitPattern, "\(text)")
  }

  @Test("so are generated ones, to the last bit", arguments: 0..<10)
  func generated(seed: Int) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let length = Int.random(in: 1...18, using: &random)
      let characters = (0..<length).map { _ in random.pick(Array("01234567890123456789.-+e")) }
      let text = String(characters)
      let bytes = Array(text.utf8)[...]
      #expect(CSVNumbers.int64(bytes) == Int64(text), "\(text)")
      // What is too large for a float is none.
      let expected = Double(text).flatMap { $0.isInfinite ? nil : $0 }
      #expect(CSVNumbers.float64(bytes)?.bitPattern == expected?.bitPattern, "\(text)")
      let number = Double(Int64.random(in: -99_999_999...99_999_999, using: &random)) / 1_000
      #expect(CSVNumbers.float64(Array("\(number)".utf8)[...]) == number)
    }
  }
}
