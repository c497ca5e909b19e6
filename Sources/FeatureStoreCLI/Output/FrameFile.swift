internal import FeatureStore
internal import Foundation

/// A file that holds a frame: Parquet or CSV, by its extension. Rows are also read from the files of a folder or pattern.
enum FrameFile {
  private enum Format { case parquet, csv }

  /// - Parameter options: How CSV is read.
  static func read(_ path: String, _ options: @autoclosure () throws -> CSVOptions) throws -> DataFrame {
    let location = try FileLocation(path)
    let format = try format(of: location)
    guard location.isThere else {
      throw FeatureStoreError(.io, "There is no file '\(path)'.", context: .init(path: path))
    }
    switch format {
    case .parquet: return try DataFrame(parquet: location.path)
    case .csv: return try csvTable(location, try options())
    }
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
    let paths = try location.files(ending: "csv").paths
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
