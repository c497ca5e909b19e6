internal import FeatureStore
internal import Foundation

/// A file that holds a frame: Parquet or CSV, by its extension. Rows are also read from the files of a folder or pattern.
enum FrameFile {
  private enum Format { case parquet, csv }

  /// - Parameters:
  ///   - options: How CSV is read.
  ///   - note: Receives a line for each column that is left out.
  static func read(
    _ path: String, _ options: @autoclosure () throws -> CSVOptions, _ wanted: WantedColumns = WantedColumns(),
    note: (String) -> Void = { _ in }
  ) throws -> DataFrame {
    let (location, format) = try existing(path)
    switch format {
    case .parquet:
      let table = try ParquetDataset(path: location.path)
      return try table.read(columns: try wanted.resolve(table.schema, path: path, note))
    case .csv: return try wanted.of(try csvTable(location, try options()))
    }
  }

  /// A column of a file as it is described.
  struct ColumnDescription {
    let name: String
    let type: String
    /// Nil for a column that cannot be read.
    let nulls: Int?
    let note: String?
  }

  /// Describes the columns of a file, those that cannot be read as well unless they are left out.
  static func describe(
    _ path: String, _ options: @autoclosure () throws -> CSVOptions, _ wanted: WantedColumns, note: (String) -> Void
  ) throws -> (columns: [ColumnDescription], rowCount: Int) {
    let (location, format) = try existing(path)
    guard case .parquet = format else {
      let frame = try read(path, try options(), wanted, note: note)
      let columns = try frame.columnNames.map { (name: String) -> ColumnDescription in
        let column = try frame.column(name)
        return ColumnDescription(name: name, type: column.type.description, nulls: column.nullCount, note: nil)
      }
      return (columns, frame.rowCount)
    }
    let file = try ParquetDataset(path: location.path)
    var fields = file.schema
    if wanted.restricts {
      let known = [ByteKey: ParquetField](firstOf: fields.map { ($0.name, $0) })
      fields = try wanted.resolve(fields, path: path, note).compactMap { known[$0] }
    }
    return (try describe(fields, file), file.rowCount)
  }

  /// Counts nulls in the data, some columns at a time.
  private static func describe(_ fields: [ParquetField], _ file: ParquetDataset) throws -> [ColumnDescription] {
    var result: [ColumnDescription] = []
    for start in stride(from: 0, to: fields.count, by: 64) {
      let some = fields[start..<min(start + 64, fields.count)]
      let frame = try file.read(columns: some.filter { $0.type != nil }.map(\.name))
      for field in some {
        let nulls = field.type == nil ? nil : try frame.column(field.name).nullCount
        let note = field.type == nil ? "cannot be read yet" : field.note
        result.append(ColumnDescription(name: field.name, type: field.typeName, nulls: nulls, note: note))
      }
    }
    return result
  }

  /// What a path names, which must be there, and its format.
  private static func existing(_ path: String) throws -> (location: FileLocation, format: Format) {
    let location = try FileLocation(path)
    let format = try format(of: location)
    guard location.isThere else {
      throw FeatureStoreError(.io, "There is no file '\(path)'.", context: .init(path: path))
    }
    return (location, format)
  }

  /// The format by the ending, otherwise of the files that a folder or pattern has.
  private static func format(of location: FileLocation) throws -> Format {
    guard location.isFolder || location.isPattern else { return try format(location.path) }
    if let format = try? format(location.path) { return format }
    let texts = (try? location.files(ending: "csv").paths.count) ?? 0
    guard texts > 0 else { return .parquet }
    guard (try? location.parquetFiles()) == nil else {
      throw FeatureStoreError(
        .invalidArgument,
        "'\(location.path)' has Parquet and CSV files. Name one kind: '\(location.path)/**/*.parquet'.",
        context: .init(path: location.path))
    }
    return .csv
  }

  /// CSV files with the same columns, in any order, as one frame.
  private static func csvTable(_ location: FileLocation, _ options: CSVOptions) throws -> DataFrame {
    guard location.isFolder || location.isPattern else { return try DataFrame(csv: location.path, options: options) }
    let list = try location.files(ending: "csv")
    if let name = list.partitioned {
      throw FeatureStoreError(
        .notSupported,
        "'\(location.path)' has CSV files in key=value folders, such as '\(name)', and the folders' values would be "
          + "lost. Convert the files to Parquet, or name those of one folder by a pattern.",
        context: .init(path: location.path))
    }
    let paths = list.paths
    var frames: [DataFrame] = []
    for path in paths {
      let frame = try DataFrame(csv: path, options: options)
      frames.append(try frames.first.map { try fit(frame, path, to: $0, paths[0]) } ?? frame)
    }
    return try DataFrame.concat(frames)
  }

  private static func fit(
    _ frame: DataFrame, _ path: String, to first: DataFrame, _ firstPath: String
  ) throws -> DataFrame {
    guard Set<ByteKey>(strings: frame.columnNames) == Set<ByteKey>(strings: first.columnNames) else {
      throw FeatureStoreError(
        .conflict,
        "'\(path)' has the columns \(listed(frame.columnNames)), '\(firstPath)' has "
          + "\(listed(first.columnNames)). Files of one table need the same.",
        context: .init(path: path))
    }
    return try DataFrame(
      columns: first.schema.map { (name: String, type: ColumnType) -> (name: String, column: Column) in
        let column = try frame.column(name)
        if let fitting = try? column.cast(to: type) { return (name, fitting) }
        throw FeatureStoreError(
          .conflict,
          "Column '\(name)' is \(column.type) in '\(path)' and \(type) in '\(firstPath)'. Write one of them anew.",
          context: .init(column: name, path: path))
      })
  }

  static func write(_ frame: DataFrame, to path: String) throws {
    switch try format(path) {
    case .parquet: try frame.writeParquet(to: path)
    case .csv: try frame.writeCSV(to: path)
    }
  }

  /// Refuses a path that could not be read or written, before any work is done.
  static func check(_ path: String) throws { _ = try format(path) }

  static func isCSV(_ path: String) -> Bool { (try? format(of: FileLocation(path))) == .csv }

  private static func format(_ path: String) throws -> Format {
    switch (path as NSString).pathExtension.lowercased() {
    case "parquet", "parq", "pq": return .parquet
    case "csv": return .csv
    case let other:
      let what = other.isEmpty ? "has no extension" : "ends in '.\(other)'"
      throw FeatureStoreError(
        .invalidArgument, "'\(path)' \(what). Name a .parquet or a .csv file.", context: .init(path: path))
    }
  }
}
