import DataFrames
import Testing

@testable import Parquet

@Suite struct LevelTests {
  @Test("Levels of any rows of a bitmap come back", arguments: [1, 2, 9, 50])
  func roundTrip(period: Int) throws {
    let flags = (0..<1_000).map { $0 % period != 0 }
    let validity = try #require(Validity.bitmap(count: flags.count) { flags[$0] })
    for range in [0..<1_000, 3..<700, 64..<128, 63..<65, 999..<1_000] {
      var builder = ValidityBuilder(capacity: range.count * 2)
      for _ in 0..<2 {
        var buffer = PageBuffer()
        let valid = validity.validCount(range)
        try LevelEncoder.encode(validity, range, valid: valid, to: &buffer)
        let page = try PageBytes(try buffer.content())
        #expect(try builder.append(levels: page.bytes, rows: range.count) == valid)
      }
      let bitmap = builder.finish()
      for (row, flag) in (flags[range] + flags[range]).enumerated() { #expect(bitmap?[row] ?? true == flag) }
    }
  }

  @Test("Without a null there is no bitmap")
  func noNulls() throws {
    var builder = ValidityBuilder(capacity: 100)
    let page = try PageBytes([200, 1, 1])
    #expect(try builder.append(levels: page.bytes, rows: 100) == 100)
    #expect(builder.finish() == nil)
  }

  @Test("A level above 1 is an error")
  func highLevel() throws {
    var builder = ValidityBuilder(capacity: 4)
    let page = try PageBytes([8, 2])
    #expect(throws: ParquetError.self) { try builder.append(levels: page.bytes, rows: 4) }
  }

  @Test("Values move to the rows that hold one", arguments: [(0, 200), (37, 200), (60, 68), (0, 1)])
  func spreading(firstRow: Int, rows: Int) {
    var generator = Generator(state: 99)
    for density in [0, 1, 5, 9, 10] {
      let flags = (0..<rows).map { _ in Int.random(in: 0..<10, using: &generator) < density }
      var words = [UInt64](repeating: .max, count: (firstRow + rows + 63) / 64)
      for (row, flag) in flags.enumerated() where !flag {
        words[(firstRow + row) >> 6] &= ~(1 << UInt64((firstRow + row) & 63))
      }
      let valid = flags.filter { $0 }.count
      var values = Array(1...rows)
      values.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        Spreading.spread(base, valid: valid, rows: rows, words, firstRow: firstRow, null: 0)
      }
      var next = 0
      let expected = flags.map { (flag: Bool) -> Int in
        next += flag ? 1 : 0
        return flag ? next : 0
      }
      #expect(values == expected)
    }
  }
}
