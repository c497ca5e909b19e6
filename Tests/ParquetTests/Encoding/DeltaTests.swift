import Testing

@testable import Parquet

@Suite struct DeltaTests {
  private func decode(_ bytes: [UInt8], count: Int) throws -> [Int64] {
    let page = try PageBytes(bytes)
    var output = [Int64](repeating: 0, count: count)
    try output.withUnsafeMutableBufferPointer { try DeltaBinaryPacked.decode(page.bytes, into: $0) }
    return output
  }

  @Test("The examples of Encodings.md are read")
  func examples() throws {
    // Example 1: block of 8 values in 1 miniblock; 1 to 5: every difference is 1, rests need no bits.
    #expect(try decode([8, 1, 5, 2, 2, 0], count: 5) == [1, 2, 3, 4, 5])
    // Example 2: 7, 5, 3, 1, 2, 3, 4, 5: smallest difference -2, rests 0 0 0 3 3 3 3 in two bits.
    #expect(try decode([8, 1, 8, 14, 3, 2, 0b1100_0000, 0b0011_1111], count: 8) == [7, 5, 3, 1, 2, 3, 4, 5])
  }

  @Test("Differences wrap around")
  func wrapping() throws {
    // From the largest to the smallest number: the difference is 1 in 64-bit arithmetic.
    let largest: [UInt8] = [0xFE] + [UInt8](repeating: 0xFF, count: 8) + [1]
    #expect(try decode([8, 1, 2] + largest + [2, 0], count: 2) == [.max, .min])
  }

  @Test("Rests of 64 bits are read")
  func wide() throws {
    var bytes: [UInt8] = [8, 1, 3, 0, 0, 64]
    for number: UInt64 in [.max, 1] + Array(repeating: 0, count: 6) {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
    #expect(try decode(bytes, count: 3) == [0, -1, 0])
  }

  @Test(
    "Damaged blocks are errors",
    arguments: [
      [8, 0, 5, 2, 2, 0], [0, 1, 5, 2, 2, 0], [9, 1, 5, 2, 2, 0], [8, 1, 4, 2, 2, 0], [8, 1, 5, 2, 2, 65],
      [8, 1, 5, 2, 2],
      [8, 1, 5, 2, 2, 7], [8, 1],
    ] as [[UInt8]])
  func damaged(bytes: [UInt8]) {
    #expect(throws: ParquetError.self) { try decode(bytes, count: 5) }
  }

  @Test("Shared prefixes are put back")
  func prefixes() throws {
    // axis, axle, babble, babyhood: prefixes 0 2 0 3; suffixes axis le babble yhood.
    let page = try PageBytes(
      delta([0, 2, 0, 3]) + delta([4, 2, 6, 5]) + Array("axislebabbleyhood".utf8))
    var ends = [Int](repeating: 0, count: 4)
    let scratch = Scratch()
    let text = try ends.withUnsafeMutableBufferPointer {
      Array(try DeltaStrings.decodePrefixes(page.bytes, base: 10, ends: $0, width: nil, scratch))
    }
    #expect(String(decoding: text, as: UTF8.self) == "axisaxlebabblebabyhood")
    #expect(ends == [14, 18, 24, 32])
  }

  @Test("A prefix longer than the string before is an error")
  func longPrefix() throws {
    let page = try PageBytes(delta([0, 5]) + delta([4, 0]) + Array("axis".utf8))
    var ends = [Int](repeating: 0, count: 2)
    #expect(throws: ParquetError.self) {
      try ends.withUnsafeMutableBufferPointer {
        _ = try DeltaStrings.decodePrefixes(page.bytes, base: 0, ends: $0, width: nil, Scratch())
      }
    }
  }

  /// Writes small numbers as one block of 8 values with rests of 8 bits and the smallest difference -64.
  private func delta(_ numbers: [Int]) -> [UInt8] {
    var rests = zip(numbers.dropFirst(), numbers).map { UInt8($0 - $1 + 64) }
    rests += [UInt8](repeating: 0, count: 8 - rests.count)
    return [8, 1, UInt8(numbers.count), UInt8(numbers[0] * 2), 127, 8] + rests
  }
}
