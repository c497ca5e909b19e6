import Testing

@testable import Parquet

@Suite struct HybridTests {
  /// Encodes and decodes codes of a width.
  private func roundTrip(_ codes: [Int32], width: Int) throws -> [Int32] {
    var buffer = PageBuffer()
    try codes.withUnsafeBufferPointer { input in
      guard let base = input.baseAddress else { return }
      try HybridEncoder(codes: base, count: input.count, width: width).encode(to: &buffer)
    }
    return try decode([UInt8(width)] + buffer.content(), count: codes.count, entries: Int(Int32.max))
  }

  private func decode(_ bytes: [UInt8], count: Int, entries: Int) throws -> [Int32] {
    let page = try PageBytes(bytes)
    var output = [Int32](repeating: -1, count: count + 1)
    var codes = try DictionaryCodes(page.bytes, count: count, dictionaryCount: entries)
    try output.withUnsafeMutableBufferPointer { try codes.decode(into: try #require($0.baseAddress)) }
    #expect(output[count] == -1, "nothing is written behind the values")
    return Array(output.dropLast())
  }

  @Test("Codes of every width come back", arguments: 1...31)
  func widths(width: Int) throws {
    var generator = Generator(state: UInt64(width))
    for count in [1, 7, 8, 9, 63, 64, 65, 1_000] {
      let codes = (0..<count).map { _ in Int32.random(in: 0...Int32(1 << width - 1), using: &generator) }
      #expect(try roundTrip(codes, width: width) == codes)
    }
  }

  @Test("Runs and mixtures come back", arguments: [1, 5, 9, 17])
  func runs(width: Int) throws {
    var generator = Generator(state: 7)
    var codes: [Int32] = []
    for _ in 0..<200 {
      let value = Int32.random(in: 0...Int32(1 << width - 1), using: &generator)
      codes += Array(repeating: value, count: Int.random(in: 1...30, using: &generator))
    }
    #expect(try roundTrip(codes, width: width) == codes)
  }

  @Test("A repeated run is two numbers")
  func repeatedRun() throws {
    #expect(try decode([3, 20, 5], count: 10, entries: 6) == Array(repeating: 5, count: 10))
  }

  @Test("A packed run is read least significant bit first")
  func packedRun() throws {
    // The example of Encodings.md: 0 to 7 in three bits each.
    #expect(try decode([3, 3, 0b1000_1000, 0b1100_0110, 0b1111_1010], count: 8, entries: 8) == Array(0..<8))
  }

  @Test("A packed run without the padding of its last group is read")
  func unpaddedRun() throws {
    #expect(try decode([8, 3, 1, 2, 3], count: 3, entries: 9) == [1, 2, 3])
  }

  @Test(
    "Damaged codes are errors",
    arguments: [
      [3, 20, 6],  // not in the dictionary, repeated
      [3, 3, 0xFF, 0xFF, 0xFF],  // not in the dictionary, packed
      [3, 20],  // no value
      [3, 3, 0],  // bytes missing
      [33, 20, 0],  // 33 bits
      [3, 0, 0, 0, 0],  // runs of no length
      [],
      [3],
    ] as [[UInt8]])
  func damaged(bytes: [UInt8]) {
    #expect(throws: ParquetError.self) { try decode(bytes, count: 10, entries: 6) }
  }
}
