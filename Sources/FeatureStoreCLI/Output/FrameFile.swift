internal import FeatureStore
internal import Foundation

/// A file that holds a frame: Parquet or CSV, by its extension.
enum FrameFile {
  private enum Format { case parquet, csv }

  /// - Parameters:
  ///   - options: How CSV is read.
  ///   - note: Receives a line for each column that is left out.
  static func read(
    _ path: String, _ options: @autoclosure () throws -> CSVOptions, _ wanted: WantedColumns = WantedColumns(),
    note: (String) -> Void = { _ in }
  ) throws -> DataFrame {
    let format = try format(path)
    try requireFile(path)
    switch format {
    case .parquet:
      let file = try ParquetFile(path: path)
      return try file.read(columns: try wanted.resolve(file.schema, path: path, note))
    case .csv: return try wanted.of(try DataFrame(csv: path, options: try options()))
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
    guard case .parquet = try format(path) else {
      let frame = try read(path, try options(), wanted, note: note)
      let columns = try frame.columnNames.map { (name: String) -> ColumnDescription in
        let column = try frame.column(name)
        return ColumnDescription(name: name, type: column.type.description, nulls: column.nullCount, note: nil)
      }
      return (columns, frame.rowCount)
    }
    try requireFile(path)
    let file = try ParquetFile(path: path)
    var fields = file.schema
    if wanted.restricts {
      let known = [ByteKey: ParquetField](firstOf: fields.map { ($0.name, $0) })
      fields = try wanted.resolve(fields, path: path, note).compactMap { known[$0] }
    }
    return (try describe(fields, file), file.rowCount)
  }

  /// Counts nulls in the data, some columns at a time.
  private static func describe(_ fields: [ParquetField], _ file: ParquetFile) throws -> [ColumnDescription] {
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

  private static func requireFile(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FeatureStoreError(.io, "There is no file '\(path)'.", context: .init(path: path))
    }
  }

  static func write(_ frame: DataFrame, to path: String) throws {
    switch try format(path) {
    case .parquet: try frame.writeParquet(to: path)
    case .csv: try frame.writeCSV(to: path)
    }
  }

  /// Refuses a path that could not be read or written, before any work is done.
  static func check(_ path: String) throws { _ = try format(path) }

  static func isCSV(_ path: String) -> Bool { (try? format(path)) == .csv }

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
