internal import DataFrames

/// Reads a column of the logical type UNKNOWN, which holds nothing but nulls, whatever its physical type.
struct NullColumnReader: ColumnReading {
  private var rows = 0

  mutating func beginChunk() {}
  mutating func read(_ page: DictionaryPage) throws(ParquetError) {}
  mutating func read(_ page: DataPage, _ scratch: DecodingScratch) throws(ParquetError) { rows += page.rowCount }
  consuming func finish() throws(ParquetError) -> Column { .nulls(.string, count: rows) }
}
