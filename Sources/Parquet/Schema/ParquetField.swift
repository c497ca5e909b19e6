public import DataFrames

/// A top-level column of a Parquet file.
public struct ParquetField: Sendable, Hashable {
  public let name: String
  /// The type it is read as; nil when this package cannot read it.
  public let type: ColumnType?
  /// Whether the schema allows nulls.
  public let isNullable: Bool
  /// What makes the column unreadable, such as `the nested type struct<a: int64>`; nil when it can be read.
  public let unsupportedFeature: String?
  /// What the column holds: its ``type``, or of one that cannot be read what the file says, such as
  /// `map<string, int64>`.
  public let typeName: String
  /// What the type does not say about the values, such as `duration in microseconds`; nil when there is nothing to add.
  public let note: String?

  init(
    name: String, type: ColumnType?, isNullable: Bool, unsupportedFeature: String?, typeName: String? = nil,
    note: String? = nil
  ) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.unsupportedFeature = unsupportedFeature
    self.typeName = typeName ?? type?.description ?? "an unknown type"
    self.note = note
  }

  init(_ column: ColumnDescriptor) {
    switch column.content {
    case .success(let content):
      self.init(
        name: column.name, type: content.columnType, isNullable: column.isNullable, unsupportedFeature: nil,
        note: content.note)
    case .failure(let reason):
      self.init(
        name: column.name, type: nil, isNullable: column.isNullable, unsupportedFeature: reason.feature,
        typeName: column.unreadableType)
    }
  }
}
