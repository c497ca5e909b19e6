internal import DataFrames

/// Writes the chunk of a boolean column, one bit a value.
struct BoolColumnWriter {
  private let options: ParquetWriteOptions
  private var builder: ChunkBuilder
  private var body: PageBuffer
  private var sawTrue = false
  private var sawFalse = false

  init(_ options: ParquetWriteOptions, _ scratch: EncodingScratch) {
    self.options = options
    body = PageBuffer(scratch.body)
    builder = ChunkBuilder(options, .boolean, scratch)
  }

  /// Writes the rows of a range of a column.
  mutating func write(
    _ values: [Bool], _ levels: RowLevels, _ range: Range<Int>, _ output: FileOutput
  ) throws(ParquetError) -> WrittenChunk {
    let pageRows = max(1, options.pageBytes * 8)
    var start = range.lowerBound
    while start < range.upperBound {
      let rows = start..<levels.rowEnd(from: start, limit: range.upperBound, values: pageRows)
      let shape = try builder.beginPage(&body, levels, rows)
      try pack(values, levels.validity, levels.values(rows), shape.valid)
      try builder.addPage(body, shape, .plain)
      start = rows.upperBound
    }
    let minimum: [UInt8]? = sawFalse ? [0] : sawTrue ? [1] : nil
    let maximum: [UInt8]? = sawTrue ? [1] : sawFalse ? [0] : nil
    return try builder.finish(output, minimum: minimum, maximum: maximum)
  }

  private mutating func pack(
    _ values: [Bool], _ validity: Validity?, _ rows: Range<Int>, _ valid: Int
  ) throws(ParquetError) {
    let size = (valid + 7) / 8
    let room = try body.room(size)
    var byte: UInt8 = 0
    var done = 0
    for row in rows where validity?[row] ?? true {
      if values[row] {
        byte |= 1 << UInt8(done & 7)
        sawTrue = true
      } else {
        sawFalse = true
      }
      done += 1
      if done & 7 == 0 {
        room[done >> 3 - 1] = byte
        byte = 0
      }
    }
    if done & 7 != 0 { room[done >> 3] = byte }
    body.commit(size)
  }
}
