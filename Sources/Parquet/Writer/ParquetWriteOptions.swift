/// How a Parquet file is written; what is not set is as other writers do it by default.
public struct ParquetWriteOptions: Sendable {
  public enum PageVersion: Sendable { case v1, v2 }
  public enum Nanoseconds: Sendable { case whereNeeded, kept }

  public var compression: ParquetCompression = .snappy
  /// The most rows of a row group.
  public var rowGroupRows = 1 << 20
  /// About the most bytes of a row group before encoding; it has at least one row.
  public var rowGroupBytes = 128 << 20
  /// About the most bytes of a page before compression; it has at least one row.
  public var pageBytes = 1 << 20
  /// The layout of data pages; everything reads version 1.
  public var pageVersion: PageVersion = .v1
  /// Whether columns of few distinct values get a dictionary.
  public var usesDictionaries = true
  /// The size at which a dictionary is given up for the rest of its column chunk.
  public var dictionaryBytes = 1 << 20
  /// Whether each page gets a CRC-32, which readers can check.
  public var writesChecksums = true
  /// The columns by which the rows of each row group are sorted, the most important first: readers are told so, and the
  /// writer does not check it.
  public var sortedColumns: [SortedColumn] = []
  /// How a frame's times in nanoseconds are written: as microseconds where a column loses no digit by it, or as they are.
  ///
  /// Spark and Iceberg refuse a whole file for one column of nanoseconds.
  public var nanoseconds: Nanoseconds = .whereNeeded
  /// Texts attached to the file.
  public var keyValueMetadata: [String: String] = [:]

  public init() {}

  /// A column by which rows are sorted.
  public struct SortedColumn: Sendable, Hashable {
    public let name: String
    public let isDescending: Bool
    public let nullsFirst: Bool

    public init(_ name: String, descending: Bool = false, nullsFirst: Bool = false) {
      self.name = name
      isDescending = descending
      self.nullsFirst = nullsFirst
    }
  }
}
