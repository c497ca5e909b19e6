internal import DataFrames

/// Takes the pages of one column, chunk by chunk, and makes a column of them.
protocol ColumnReading {
  /// Begins a chunk; the dictionary of the one before no longer holds.
  mutating func beginChunk()
  mutating func read(_ page: DictionaryPage) throws(ParquetError)
  mutating func read(_ page: DataPage, _ scratch: DecodingScratch) throws(ParquetError)
  /// The column; all rows have been read.
  consuming func finish() throws(ParquetError) -> Column
}
