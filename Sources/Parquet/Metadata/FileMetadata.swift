/// The footer of a file: `FileMetaData` of parquet.thrift, as far as flat columns need it.
struct FileMetadata: Sendable {
  var schema: [SchemaElement] = []
  var rowCount: Int64 = -1
  var rowGroups: [RowGroupMetadata] = []
  var keyValues: [(key: String, value: String?)] = []
  var createdBy: String?
  /// For each leaf column, whether its statistics follow the order of its type.
  var hasTypeDefinedOrder: [Bool] = []
}

/// `SchemaElement`: a node of the schema tree, depth first.
struct SchemaElement: Sendable {
  var name = ""
  /// Nil for a group.
  var type: Int32?
  var typeLength: Int32?
  var repetition: Int32?
  var childCount: Int32 = 0
  var logicalType: LogicalType?
}

/// `RowGroup`.
struct RowGroupMetadata: Sendable {
  var columns: [ColumnChunkMetadata] = []
  var rowCount: Int64 = -1
  var totalByteSize: Int64 = 0
}

/// `ColumnChunk` and the `ColumnMetaData` in it.
struct ColumnChunkMetadata: Sendable {
  var isEncrypted = false
  /// Set when the data lies in another file.
  var filePath: String?
  var type: Int32 = -1
  var codec: Int32 = 0
  var valueCount: Int64 = -1
  var totalUncompressedSize: Int64 = 0
  var totalCompressedSize: Int64 = -1
  var dataPageOffset: Int64 = -1
  var dictionaryPageOffset: Int64?
  var statistics: RawStatistics?
  /// Whether the footer says that every data page is dictionary-encoded; nil when it does not say.
  var allPagesUseDictionary: Bool?
}

/// `Statistics`: bounds in PLAIN encoding.
struct RawStatistics: Sendable {
  /// Bounds of the first versions of the format, in signed order.
  var legacyMin: [UInt8]?
  var legacyMax: [UInt8]?
  var min: [UInt8]?
  var max: [UInt8]?
  var nullCount: Int64?
}
