internal import DataFrames

/// Writes the chunk of one column of a row group.
struct ColumnChunkWriter {
  let options: ParquetWriteOptions
  let scratch: EncodingScratch
  let output: FileOutput

  func write(_ column: Column, _ rows: Range<Int>) throws(ParquetError) -> WrittenChunk {
    switch column.storage {
    case .bool(let values):
      var writer = BoolColumnWriter(options, scratch)
      return try writer.write(values, column.validity, rows, output)
    case .int32(let values), .date(let values): return try write(values, column.validity, rows)
    case .int64(let values), .timestamp(let values, _, _): return try write(values, column.validity, rows)
    case .float32(let values): return try write(values, column.validity, rows)
    case .float64(let values): return try write(values, column.validity, rows)
    case .string(let text), .binary(let text): return try write(PlainTextSource(text), column.validity, rows)
    case .dictionary(let text): return try write(DictionaryTextSource(text), column.validity, rows)
    case .decimal, .list: throw ParquetError(.unsupported, "Columns of type \(column.type) cannot be written yet.")
    }
  }

  private func write<Value: WritableValue>(
    _ values: [Value], _ validity: Validity?, _ rows: Range<Int>
  ) throws(ParquetError) -> WrittenChunk {
    var writer = FixedColumnWriter<Value>(options, scratch)
    return try writer.write(values, validity, rows, output)
  }

  private func write(
    _ source: any TextSource, _ validity: Validity?, _ rows: Range<Int>
  ) throws(ParquetError) -> WrittenChunk {
    var writer = TextColumnWriter(options, scratch, source)
    return try writer.write(validity, rows, output)
  }
}
