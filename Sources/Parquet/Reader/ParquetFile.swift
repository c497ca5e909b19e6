public import DataFrames

/// An open Parquet file: its schema, its row groups, and their rows as frames.
///
/// ```swift
/// let file = try ParquetFile(path: "features.parquet")
/// let frame = try file.read(columns: ["customer_id", "event_timestamp"])
/// ```
///
/// Only the footer is read at first. A file can be read from several threads at once; each read has buffers of its own.
/// Flat columns and lists of primitive values are read; asking for another one is an error that names the column and what it uses.
public struct ParquetFile: Sendable {
  private let handle: FileHandle
  private let metadata: FileMetadata
  private let fileSchema: FileSchema

  /// Opens a file and reads its footer.
  ///
  /// - Throws: A ``ParquetError`` if the file cannot be opened or its footer is no Parquet footer.
  public init(path: String) throws {
    do throws(ParquetError) {
      handle = try FileHandle(path: path)
      metadata = try Footer.read(handle)
      fileSchema = try FileSchema(metadata.schema)
      try metadata.check(fileSchema, fileSize: handle.size)
    } catch {
      throw error.at(path: path)
    }
  }

  public var path: String { handle.path }

  /// The number of rows of all row groups.
  public var rowCount: Int { Int(metadata.rowCount) }

  /// The top-level columns, in the order of the file.
  public var schema: [ParquetField] {
    fileSchema.columns.map { column in
      switch column.content {
      case .success(let content):
        ParquetField(
          name: column.name, type: content.columnType, isNullable: column.isNullable, unsupportedFeature: nil)
      case .failure(let reason):
        ParquetField(
          name: column.name, type: nil, isNullable: column.isNullable, unsupportedFeature: reason.feature)
      }
    }
  }

  /// What the writer says about each row group, without reading its data.
  public var rowGroups: [ParquetRowGroup] {
    metadata.rowGroups.map { ParquetRowGroup(group: $0, schema: fileSchema, orders: metadata.hasTypeDefinedOrder) }
  }

  /// The texts that the writer attached to the file; of a repeated key the first, and empty for one without a value.
  public var keyValueMetadata: [String: String] {
    Dictionary(metadata.keyValues.map { ($0.key, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
  }

  /// The program that wrote the file, as it calls itself.
  public var createdBy: String? { metadata.createdBy }

  /// Reads the rows of all row groups.
  ///
  /// Text that is dictionary-encoded in the whole file stays so in the frame.
  ///
  /// - Parameter columns: The columns to read, in this order; all of them if nil.
  /// - Throws: A ``ParquetError`` that names the column, if one is missing, unsupported or damaged.
  public func read(columns: [String]? = nil) throws -> DataFrame {
    try read(Array(metadata.rowGroups.enumerated().map { ($0.offset, $0.element) }), columns)
  }

  /// Reads the rows of one row group.
  ///
  /// - Parameter index: From 0 to the number of ``rowGroups`` less one.
  /// - Throws: A ``ParquetError`` that names the column, if one is missing, unsupported or damaged.
  public func readRowGroup(_ index: Int, columns: [String]? = nil) throws -> DataFrame {
    guard metadata.rowGroups.indices.contains(index) else {
      throw ParquetError(.invalidInput, "There is no row group \(index); the file has \(metadata.rowGroups.count).")
        .at(path: path)
    }
    return try read([(index, metadata.rowGroups[index])], columns)
  }

  private func read(
    _ groups: [(index: Int, group: RowGroupMetadata)], _ names: [String]?
  ) throws(ParquetError) -> DataFrame {
    let chosen = try fileSchema.select(names, path)
    let scratch = DecodingScratch()
    var columns: [Column] = []
    for column in chosen {
      columns.append(try ColumnDecoder(handle, column, groups, scratch).decode())
    }
    let rows = groups.reduce(0) { $0 + Int($1.group.rowCount) }
    return DataFrame(names: chosen.map(\.name), columns: columns, rowCount: rows)
  }
}

extension DataFrame {
  /// Reads a Parquet file.
  ///
  /// ```swift
  /// let frame = try DataFrame(parquet: "features.parquet", columns: ["customer_id", "age"])
  /// ```
  ///
  /// - Parameter columns: The columns to read, in this order; all of them if nil.
  /// - Throws: A ``ParquetError`` that names the column, if one is missing, unsupported or damaged.
  public init(parquet path: String, columns: [String]? = nil) throws {
    self = try ParquetFile(path: path).read(columns: columns)
  }
}
