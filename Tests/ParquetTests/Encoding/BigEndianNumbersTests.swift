import DataFrames
import Testing

@testable import Parquet

@Suite struct BigEndianNumbersTests {
  private func number(_ bytes: [UInt8]) -> Int128? { bytes.withUnsafeBytes { BigEndianNumbers.number($0) } }

  @Test("Numbers of any width come back", arguments: [1, 2, 8, 9, 15, 16])
  func roundTrip(width: Int) throws {
    for value: Int128 in [0, 1, -1, 127, -128] {
      var buffer = PageBuffer()
      try [value].withUnsafeBufferPointer { try BigEndianNumbers.encode($0, width: width, to: &buffer) }
      #expect(number(try buffer.content()) == value)
    }
  }

  @Test("What has more than 128 bits is no number")
  func tooLarge() {
    #expect(number([1] + [UInt8](repeating: 0, count: 16)) == nil)
    #expect(number([0, 0x80] + [UInt8](repeating: 0, count: 15)) == nil)
    #expect(number([0xFF, 0x7F] + [UInt8](repeating: 0, count: 15)) == nil)
    #expect(number([0x80] + [UInt8](repeating: 0, count: 15)) == .min)
    #expect(number([]) == 0)
    #expect(number([UInt8](repeating: 0xFF, count: 20)) == -1)
  }

  @Test("A width is the least that holds all digits", arguments: [(1, 1), (2, 1), (3, 2), (9, 4), (18, 8), (38, 16)])
  func width(precision: Int, width: Int) {
    #expect(BigEndianNumbers.width(precision: precision) == width)
  }
}
