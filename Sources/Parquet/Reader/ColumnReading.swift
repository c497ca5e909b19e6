internal import DataFrames

/// Takes the pages of one column, chunk by chunk, and makes a column of them.
protocol ColumnReading {
  /// Begins a chunk; the dictionary of the one before no longer holds.
  mutating func beginChunk()
  mutating func read(_ page: DictionaryPage) throws(ParquetError)
  mutating func read(_ page: DataPage, _ scratch: DecodingScratch) throws(ParquetError)
  /// Ends a chunk, which had a number of rows to give.
  mutating func endChunk(rows: Int) throws(ParquetError)
  /// The column of the rows that have been read, which may be fewer than there is room for.
  consuming func finish() throws(ParquetError) -> Column
}

extension ColumnReading {
  /// A page of a flat column counts its rows, so that nothing is left to check.
  mutating func endChunk(rows: Int) throws(ParquetError) {}
}
