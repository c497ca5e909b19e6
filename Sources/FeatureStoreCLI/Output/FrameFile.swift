internal import FeatureStore
internal import Foundation

/// A file that holds a frame: Parquet or CSV, by its extension.
enum FrameFile {
  private enum Format { case parquet, csv }

  /// - Parameter options: How CSV is read.
  static func read(_ path: String, _ options: @autoclosure () throws -> CSVOptions) throws -> DataFrame {
    let format = try format(path)
    guard FileManager.default.fileExists(atPath: path) else {
      throw FeatureStoreError(.io, "There is no file '\(path)'.", context: .init(path: path))
    }
    switch format {
    case .parquet: return try DataFrame(parquet: path)
    case .csv: return try DataFrame(csv: path, options: try options())
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
