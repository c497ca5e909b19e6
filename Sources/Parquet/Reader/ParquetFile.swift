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
  /// For each INT96 column, by its leaf, the unit that counts all its times, once it is known.
  private let int96Units = Locked<[Int: TimeUnit]>([:])

  /// Opens a file and reads its footer.
  ///
  /// - Throws: A ``ParquetError`` if the file cannot be opened or its footer is no Parquet footer.
  public init(path: String) throws { try self.init(path: path, staysOpen: true) }

  /// - Parameter staysOpen: False for one of very many files: it is then opened anew for each read.
  init(path: String, staysOpen: Bool) throws(ParquetError) {
    do throws(ParquetError) {
      handle = try FileHandle(path: path, staysOpen: staysOpen)
      var metadata = try Footer.read(handle)
      fileSchema = try FileSchema(metadata.schema, arrow: metadata.arrowSchema)
      try metadata.check(fileSchema, fileSize: handle.size)
      self.metadata = metadata
    } catch {
      throw error.at(path: path)
    }
  }

  public var path: String { handle.path }

  /// The number of rows of all row groups.
  public var rowCount: Int { Int(metadata.rowCount) }

  /// The top-level columns, in the order of the file.
  ///
  /// - Complexity: O(columns). The values of an INT96 column are read once, since they decide its unit.
  public var schema: [ParquetField] { fileSchema.columns.map { ParquetField(settled($0)) } }

  /// The names of the top-level columns, in the order of the file.
  public var columnNames: [String] { fileSchema.columns.map(\.name) }

  /// The top-level column of a name; nil when there is none, or more than one.
  ///
  /// - Complexity: O(1), but for the values of an INT96 column.
  public func field(_ name: String) -> ParquetField? { fileSchema.column(name).map { ParquetField(settled($0)) } }

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
    let int96 = try decodeInt96(column, groups, scratch)
    let result = if let int96 { int96 } else { try ColumnDecoder(handle, column, groups, scratch).decode() }
    if validatesText, let row = result.firstInvalidText {
      throw ParquetError(.corrupt, "The text \(row) (from 0) is not UTF-8; read it without `validatesText`.")
        .at(path: path, column: column.name)
    }
    return result
  }
}

// MARK: - INT96

extension ParquetFile {
  /// The column with the unit of its times, which all row groups share: nanoseconds, unless a time of the file lies
  /// outside of what they can count.
  private func settled(_ column: ColumnDescriptor) -> ColumnDescriptor {
    guard column.isInt96 else { return column }
    let unit = int96Units.withLock { $0[column.leaf] }
    if let unit { return column.reading(as: .int96(unit)) }
    let found: TimeUnit = hasTimesOutside(column, except: []) ? .microseconds : .nanoseconds
    int96Units.withLock { $0[column.leaf] = found }
    return column.reading(as: .int96(found))
  }

  /// Decodes an INT96 column of some row groups; nil for other columns.
  ///
  /// Row groups that are not asked for are looked at once, so that every read of the file gives the same type.
  private func decodeInt96(
    _ column: ColumnDescriptor, _ groups: [(index: Int, group: RowGroupMetadata)], _ scratch: DecodingScratch
  ) throws(ParquetError) -> Column? {
    guard column.isInt96 else { return nil }
    func decode(_ unit: TimeUnit) throws(ParquetError) -> Column {
      let result = try ColumnDecoder(handle, column.reading(as: .int96(unit)), groups, scratch).decode()
      int96Units.withLock { $0[column.leaf] = unit }
      return result
    }
    if let unit = int96Units.withLock({ $0[column.leaf] }) { return try decode(unit) }
    if hasTimesOutside(column, except: Set(groups.map(\.index))) { return try decode(.microseconds) }
    do throws(ParquetError) {
      return try decode(.nanoseconds)
    } catch {
      guard error.underlying is ValueChecks.OutsideNanoseconds else { throw error }
      return try decode(.microseconds)
    }
  }

  /// Whether nanoseconds cannot count a time of some row group; a damaged one is an error when it is read itself.
  private func hasTimesOutside(_ column: ColumnDescriptor, except known: Set<Int>) -> Bool {
    let scratch = DecodingScratch()
    for (index, group) in metadata.rowGroups.enumerated() where !known.contains(index) {
      do throws(ParquetError) {
        _ = try ColumnDecoder(handle, column, [(index, group)], scratch).decode()
      } catch {
        if error.underlying is ValueChecks.OutsideNanoseconds { return true }
      }
    }
    return false
  }
}

extension ColumnDescriptor {
  fileprivate var isInt96: Bool {
    guard case .success(let content) = content, case .int96 = content.kind else { return false }
    return true
  }
}
