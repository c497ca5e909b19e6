import Testing

@testable import Parquet

@Suite struct PhysicalValueTests {
  private func decode<Value: PhysicalValue>(_ encoding: Encoding, _ bytes: [UInt8], _ count: Int) throws -> [Value] {
    let page = try PageBytes(bytes)
    var output = [Value](repeating: Value.null, count: count)
    try output.withUnsafeMutableBufferPointer { try Value.decode(encoding, page.bytes, into: $0) }
    return output
  }

  @Test("Plain booleans are bits, least significant first")
  func plainBooleans() throws {
    let values: [Bool] = try decode(.plain, [0b1000_0101, 0b0000_0010], 10)
    #expect(values == [true, false, true, false, false, false, false, true, false, true])
  }

  @Test("Every byte of plain booleans is unpacked", arguments: [0, 1, 0x80, 0x7F, 0xFF, 0xA5] as [UInt8])
  func booleanBytes(byte: UInt8) throws {
    let values: [Bool] = try decode(.plain, [byte], 8)
    #expect(values == (0..<8).map { byte >> UInt8($0) & 1 == 1 })
  }

  @Test("Booleans in runs have their length before them")
  func booleanRuns() throws {
    let values: [Bool] = try decode(.rle, [4, 0, 0, 0, 6, 1, 3, 0b0000_0010], 5)
    #expect(values == [true, true, true, false, true])
  }

  @Test("Split streams are put together")
  func byteStreamSplit() throws {
    let values: [Int32] = try decode(.byteStreamSplit, [1, 2, 0, 0, 0, 0, 0, 0x80], 2)
    #expect(values == [1, 2 - Int32.max - 1])
  }

  @Test("Fewer bytes than values are an error", arguments: [Encoding.plain, .byteStreamSplit, .deltaBinaryPacked])
  func tooFew(encoding: Encoding) {
    #expect(throws: ParquetError.self) { let _: [Int64] = try decode(encoding, [1, 2, 3, 4, 5, 6, 7], 1) }
  }

  @Test("INT96 counts from the Julian day 2 440 588")
  func int96() {
    #expect(Int96(low: 5, high: 0, day: 2_440_588).nanoseconds == 5)
    #expect(Int96(low: 0, high: 0, day: 2_440_587).nanoseconds == -86_400_000_000_000)
    #expect(Int96(low: 0, high: 0, day: 0).nanoseconds == nil)
  }
}
