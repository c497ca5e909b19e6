public import DataFrames

/// The Parquet files of a folder or pattern as one table.
///
/// ```swift
/// let dataset = try ParquetDataset(path: "data/clicks")          // data/clicks/year=2024/month=1/part-0.parquet …
/// let frame = try dataset.read(columns: ["customer_id", "year"])
/// ```
///
/// A path names a file, a folder, a pattern (`data/clicks/year=*/part-*.parquet`; `**` is any number of folders) or a
/// `file://` URL. All Parquet files below a folder belong to it, sorted by their paths: those whose names end in
/// `.parquet`, `.pq` or `.parq`, and those without an ending that begin with the format's four bytes. Names that begin with
/// `.` or `_` hold no rows.
///
/// Folders named `key=value` below the folder, or from the first sign of the pattern on, give a column each, behind the
/// others: int64 when all values are integers, otherwise string; the value `__HIVE_DEFAULT_PARTITION__` is null. A column
/// that the files hold themselves is read from them.
///
/// The files may have their columns in different orders, lack some, which are null then, or hold narrower numbers, which
/// are widened without loss: int32 to int64, float32 to float64, coarser times to finer ones, decimals of one scale.
///
/// Up to 256 files stay open; more are opened for each read, and a file that was replaced meanwhile is an error.
public struct ParquetDataset: Sendable {
  public let path: String
  /// The files, in the order in which their rows come.
  public let files: [ParquetFile]
  /// The columns of all files, in the order of their first appearance, and then those of the folders.
  public let schema: [ParquetField]
  /// The row groups of all files, in the order of their rows.
  public let rowGroups: [RowGroup]
  private let table: FileTable
  private static let openFiles = 256

  /// A row group of one of the files.
  public struct RowGroup: Sendable {
    /// Which of the dataset's files it is part of.
    public let file: Int
    /// Its number in that file.
    public let index: Int
    public var rowCount: Int { stored.rowCount }
    let stored: ParquetRowGroup
    private let table: FileTable

    init(_ file: Int, _ index: Int, _ stored: ParquetRowGroup, _ table: FileTable) {
      self.file = file
      self.index = index
      self.stored = stored
      self.table = table
    }

    /// What is known of a column's values without reading them, in the type that the dataset has.
    ///
    /// - Complexity: O(columns), without reading from the file.
    public func statistics(for name: String) -> ParquetStatistics? { table.statistics(for: name, self) }
  }

  /// Opens all files and compares their columns.
  ///
  /// - Throws: A ``ParquetError`` if there is no file, if the path names a table of another format or an address on another
  ///   machine; or one that names the file that cannot be opened, or two files and the column in which they differ.
  public init(path: String) throws {
    self.path = path
    let list = try FileLocation(path).parquetFiles()
    let paths = list.paths
    var files: [ParquetFile] = []
    for name in paths { files.append(try ParquetFile(path: name, staysOpen: paths.count <= Self.openFiles)) }
    let table = try FileTable(files, list.root == nil ? nil : list.names)
    var groups: [RowGroup] = []
    for (number, file) in files.enumerated() {
      for (index, group) in file.rowGroups.enumerated() { groups.append(RowGroup(number, index, group, table)) }
    }
    self.files = files
    self.table = table
    schema = table.schema
    rowGroups = groups
  }

  /// The number of rows of all files.
  public var rowCount: Int { files.reduce(0) { $0 + $1.rowCount } }

  /// The path of the first of several files that lacks a column of the schema, whose rows are null there.
  package func path(lacking column: String) -> String? {
    if files.count == 1 || table.isPartition(column) { return nil }
    return files.first { !$0.schema.contains { $0.name == column } }?.path
  }

  /// Reads the rows of all files.
  ///
  /// - Parameter columns: The columns to read, in this order; all of them if nil.
  /// - Throws: A ``ParquetError`` that names the file and the column, if one is missing, unsupported or damaged.
  public func read(columns: [String]? = nil) throws -> DataFrame {
    if files.count == 1 { return try read(file: 0, columns: columns) }
    var frames: [DataFrame] = []
    for index in files.indices { frames.append(try read(file: index, columns: columns)) }
    return try DataFrame.concat(frames)
  }

  /// Reads the rows of one file, with the columns of its folders.
  ///
  /// - Parameter index: From 0 to the number of ``files`` less one.
  public func read(file index: Int, columns: [String]? = nil) throws -> DataFrame {
    guard files.indices.contains(index) else {
      throw ParquetError(.invalidInput, "There is no file \(index); the dataset has \(files.count).").at(path: path)
    }
    return try table.read(index, columns, path) { (names: [String]) -> DataFrame in
      try files[index].read(columns: names)
    }
  }

  /// Reads the rows of one row group, with the columns of its file's folders.
  ///
  /// - Parameter index: From 0 to the number of ``rowGroups`` less one.
  public func readRowGroup(_ index: Int, columns: [String]? = nil) throws -> DataFrame {
    guard rowGroups.indices.contains(index) else {
      throw ParquetError(.invalidInput, "There is no row group \(index); the dataset has \(rowGroups.count).")
        .at(path: path)
    }
    let group = rowGroups[index]
    return try table.read(group.file, columns, path) { (names: [String]) -> DataFrame in
      try files[group.file].readRowGroup(group.index, columns: names)
    }
  }
}

extension DataFrame {
  /// Reads a Parquet file, or the files of a folder or pattern as a ``ParquetDataset`` has them.
  ///
  /// ```swift
  /// let frame = try DataFrame(parquet: "features.parquet", columns: ["customer_id", "age"])
  /// ```
  ///
  /// - Parameter columns: The columns to read, in this order; all of them if nil.
  /// - Throws: A ``ParquetError`` that names the column, if one is missing, unsupported or damaged.
  public init(parquet path: String, columns: [String]? = nil) throws {
    self = try ParquetDataset(path: path).read(columns: columns)
  }
}
