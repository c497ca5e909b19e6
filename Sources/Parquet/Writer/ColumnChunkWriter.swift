internal import DataFrames

/// Writes the chunk of one column of a row group.
struct ColumnChunkWriter {
  let options: ParquetWriteOptions
  let scratch: EncodingScratch
  let output: FileOutput

  func write(_ column: Column, _ rows: Range<Int>) throws(ParquetError) -> WrittenChunk {
    if case .list(let lists) = column.storage {
      let lists = lists.withoutHiddenElements(column.validity)
      return try write(lists.elements, RowLevels(lists, column.validity), rows)
    }
    return try write(column, RowLevels(column.validity), rows)
  }

  /// Writes values: those of a flat column, or the elements of lists.
  private func write(_ column: Column, _ levels: RowLevels, _ rows: Range<Int>) throws(ParquetError) -> WrittenChunk {
    switch column.storage {
    case .bool(let values):
      var writer = BoolColumnWriter(options, scratch)
      return try writer.write(values, levels, rows, output)
    case .int32(let values), .date(let values): return try write(values, levels, rows)
    case .int64(let values), .timestamp(let values, _, _): return try write(values, levels, rows)
    case .float32(let values): return try write(values, levels, rows)
    case .float64(let values): return try write(values, levels, rows)
    case .decimal(let values, let precision, _):
      try column.checkDigits(values, precision: precision, levels.values(rows))
      return try write(values, levels, rows, width: BigEndianNumbers.width(precision: precision))
    case .string(let text), .binary(let text): return try write(PlainTextSource(text), levels, rows)
    case .dictionary(let text): return try write(DictionaryTextSource(text), levels, rows)
    case .list: throw ParquetError(.unsupported, "Lists of lists cannot be written.")
    }
  }

  private func write<Value: WritableValue>(
    _ values: [Value], _ levels: RowLevels, _ rows: Range<Int>, width: Int = MemoryLayout<Value>.size
  ) throws(ParquetError) -> WrittenChunk {
    var writer = FixedColumnWriter<Value>(options, scratch, width: width)
    return try writer.write(values, levels, rows, output)
  }

  private func write(
    _ source: any TextSource, _ levels: RowLevels, _ rows: Range<Int>
  ) throws(ParquetError) -> WrittenChunk {
    var writer = TextColumnWriter(options, scratch, source)
    return try writer.write(levels, rows, output)
  }
}
