public import DataFrames

/// A top-level column of a Parquet file.
public struct ParquetField: Sendable, Hashable {
  public let name: String
  /// The type it is read as; nil when this package cannot read it.
  public let type: ColumnType?
  /// Whether the schema allows nulls.
  public let isNullable: Bool
  /// What makes the column unreadable, such as `the type DECIMAL` or `nested columns`; nil when it can be read.
  public let unsupportedFeature: String?
}
