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
  /// Whether a string column with bytes that are not UTF-8 is an error that names the row.
  ///
  /// By default such bytes are read as they are, as pyarrow does; shown as a `String` they become U+FFFD.
  public var validatesText = false
  private let handle: FileHandle
  let metadata: FileMetadata
  private let fileSchema: FileSchema

  /// Opens a file and reads its footer.
  ///
  /// - Throws: A ``ParquetError`` if the file cannot be opened or its footer is no Parquet footer.
  public init(path: String) throws { try self.init(path: path, staysOpen: true) }

  /// - Parameter staysOpen: False for one of very many files: it is then opened anew for each read.
  init(path: String, staysOpen: Bool) throws(ParquetError) {
    do throws(ParquetError) {
      handle = try FileHandle(path: path, staysOpen: staysOpen)
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

  /// The columns that were written without a type, with nothing but nulls.
  var emptyColumns: Set<ByteKey> {
    Set(
      strings: fileSchema.columns.filter { column -> Bool in
        guard case .success(let content) = column.content, case .flat = content.shape else { return false }
        return content.kind == .null
      }.map(\.name))
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
    try read(rowGroups: [index], columns: columns)
  }

  /// Reads the rows of some row groups, in the given order.
  ///
  /// - Throws: A ``ParquetError`` that names the column, if one is missing, unsupported or damaged.
  public func read(rowGroups: [Int], columns: [String]? = nil) throws -> DataFrame {
    var groups: [(index: Int, group: RowGroupMetadata)] = []
    for index in rowGroups { groups.append((index, try rowGroup(index))) }
    return try read(groups, columns)
  }

  private func rowGroup(_ index: Int) throws(ParquetError) -> RowGroupMetadata {
    guard metadata.rowGroups.indices.contains(index) else {
      throw ParquetError(.invalidInput, "There is no row group \(index); the file has \(metadata.rowGroups.count).")
        .at(path: path)
    }
    return metadata.rowGroups[index]
  }

  private func read(
    _ groups: [(index: Int, group: RowGroupMetadata)], _ names: [String]?
  ) throws(ParquetError) -> DataFrame {
    let chosen = try fileSchema.select(names, path)
    let scratch = DecodingScratch()
    var columns: [Column] = []
    for column in chosen {
      columns.append(try decode(column, groups, scratch))
    }
    let rows = groups.reduce(0) { $0 + Int($1.group.rowCount) }
    return DataFrame(names: chosen.map(\.name), columns: columns, rowCount: rows)
  }

  private func decode(
    _ column: ColumnDescriptor, _ groups: [(index: Int, group: RowGroupMetadata)], _ scratch: DecodingScratch
  ) throws(ParquetError) -> Column {
    let result = try ColumnDecoder(handle, column, groups, scratch).decode()
    if validatesText, let row = result.firstInvalidText {
      throw ParquetError(.corrupt, "The text \(row) (from 0) is not UTF-8; read it without `validatesText`.")
        .at(path: path, column: column.name)
    }
    return result
  }
}
