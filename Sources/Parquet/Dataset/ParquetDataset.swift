public import DataFrames

/// The Parquet files of a folder as one table.
///
/// ```swift
/// let dataset = try ParquetDataset(path: "data/clicks")          // data/clicks/year=2024/month=1/part-0.parquet …
/// let frame = try dataset.read(columns: ["customer_id", "year"])
/// ```
///
/// All files below the folder whose names end in `.parquet` belong to it, sorted by their paths; names that begin with `.`
/// or `_` do not. Folders named `key=value` give a column each, behind the others: int64 when all values are integers,
/// otherwise string; the value `__HIVE_DEFAULT_PARTITION__` is null. A column that the files hold themselves is read from
/// them. A path that names a file is a dataset of one.
public struct ParquetDataset: Sendable {
  public let path: String
  /// The files, in the order in which their rows come.
  public let files: [ParquetFile]
  /// The columns of the files, which all have them with these types, and then those of the folders.
  public let schema: [ParquetField]
  private let partitions: [Partition]

  /// A column whose values stand in the names of folders, one for each file.
  private struct Partition: Sendable {
    let name: String
    let type: ColumnType
    let values: [String?]
  }

  /// Opens all files and compares their columns.
  ///
  /// - Throws: A ``ParquetError`` if there is no file, or that names the file that cannot be opened or that differs from
  ///   the first one, and the column in which it does.
  public init(path: String) throws {
    self.path = path
    let isFolder = FolderListing.isFolder(path)
    let names = isFolder ? try FolderListing.parquetFiles(in: path) : [path]
    var files: [ParquetFile] = []
    for name in names { files.append(try ParquetFile(path: isFolder ? "\(path)/\(name)" : name)) }
    guard let first = files.first else {
      throw ParquetError(.invalidInput, "The folder holds no file whose name ends in .parquet.").at(path: path)
    }
    for file in files.dropFirst() { try Self.compare(file, first) }
    let known = Set<ByteKey>(strings: first.schema.map(\.name))
    let partitions = isFolder ? try Self.partitions(names, path).filter { !known.contains($0.name) } : []
    self.files = files
    self.partitions = partitions
    schema =
      first.schema
      + partitions.map { ParquetField(name: $0.name, type: $0.type, isNullable: true, unsupportedFeature: nil) }
  }

  /// The number of rows of all files.
  public var rowCount: Int { files.reduce(0) { $0 + $1.rowCount } }

  /// Reads the rows of all files.
  ///
  /// - Parameter columns: The columns to read, in this order; all of them if nil.
  /// - Throws: A ``ParquetError`` that names the file and the column, if one is missing, unsupported or damaged.
  public func read(columns: [String]? = nil) throws -> DataFrame {
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
    let names = columns ?? schema.map(\.name)
    let stored = names.filter { (name: String) -> Bool in !partitions.contains { $0.name == name } }
    let frame = try files[index].read(columns: stored)
    var result: [Column] = []
    for name in names {
      if let partition = partitions.first(where: { $0.name == name }) {
        result.append(PartitionValues.column(partition.values[index], partition.type, rows: frame.rowCount))
      } else {
        result.append(try frame.column(name))
      }
    }
    return DataFrame(names: names, columns: result, rowCount: frame.rowCount)
  }
}

extension ParquetDataset {
  private static func compare(_ file: ParquetFile, _ first: ParquetFile) throws(ParquetError) {
    let known = [ByteKey: ParquetField](firstOf: first.schema.map { ($0.name, $0) })
    for field in file.schema {
      guard let other = known[field.name] else {
        throw difference("The first file, \(first.path), has no such column.", file, field.name)
      }
      guard field.type == other.type, field.unsupportedFeature == other.unsupportedFeature else {
        let (now, then) = (
          field.type.map { "\($0)" } ?? "another format", other.type.map { "\($0)" } ?? "another format"
        )
        throw difference("It holds \(now) where the first file, \(first.path), has \(then).", file, field.name)
      }
    }
    let found = Set<ByteKey>(strings: file.schema.map(\.name))
    for field in first.schema where !found.contains(field.name) {
      throw difference("The file lacks it; the first file, \(first.path), has it.", file, field.name)
    }
  }

  private static func difference(_ text: String, _ file: ParquetFile, _ column: String) -> ParquetError {
    ParquetError(.invalidInput, "\(text) Files of one folder must have the same columns.")
      .at(path: file.path, column: column)
  }

  /// The columns of the folders, which every file must have.
  private static func partitions(_ names: [String], _ path: String) throws(ParquetError) -> [Partition] {
    let parsed = names.map(PartitionValues.parse)
    let keys = parsed.first?.map(\.key) ?? []
    for (name, values) in zip(names, parsed)
    where values.map(\.key) != keys || Set<ByteKey>(strings: keys).count != keys.count {
      throw ParquetError(
        .invalidInput,
        "Its folders name the columns \(listed(values.map(\.key))) where those of the first file name \(listed(keys))."
      ).at(path: "\(path)/\(name)")
    }
    return keys.indices.map { (index: Int) -> Partition in
      let values = parsed.map { $0[index].value }
      return Partition(name: keys[index], type: PartitionValues.type(values), values: values)
    }
  }
}
