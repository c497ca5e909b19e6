internal import DataFrames

/// Writes the definition levels of a flat column, one bit a row, as hybrid runs.
enum LevelEncoder {
  /// Appends the levels of rows, of which `valid` hold a value.
  static func encode(
    _ validity: Validity?, _ rows: Range<Int>, valid: Int, to buffer: inout PageBuffer
  ) throws(ParquetError) {
    guard let validity, valid > 0, valid < rows.count else {
      try buffer.appendVarint(rows.count << 1)
      try buffer.append(UInt8(valid > 0 ? 1 : 0))
      return
    }
    let groups = (rows.count + 7) / 8
    try buffer.appendVarint(groups << 1 | 1)
    let room = try buffer.room(groups)
    var done = 0
    while done < rows.count {
      let bits = validity.bits(from: rows.lowerBound + done, count: min(64, rows.count - done))
      // What is written beyond the room lies in the slack.
      room.baseAddress?.storeBytes(of: bits.littleEndian, toByteOffset: done / 8, as: UInt64.self)
      done += 64
    }
    buffer.commit(groups)
  }
}

extension Validity {
  /// Returns up to 64 bits that begin at a row, the first one lowest.
  func bits(from row: Int, count: Int) -> UInt64 {
    let shift = UInt64(row & 63)
    var bits = words[row >> 6] >> shift
    if Int(shift) + count > 64 { bits |= words[row >> 6 + 1] << (64 - shift) }
    return count == 64 ? bits : bits & (1 << UInt64(count) - 1)
  }

  /// The number of rows of a range that hold a value.
  func validCount(_ rows: Range<Int>) -> Int {
    var result = 0
    var row = rows.lowerBound
    while row < rows.upperBound {
      let count = min(64, rows.upperBound - row)
      result += bits(from: row, count: count).nonzeroBitCount
      row += count
    }
    return result
  }
}
