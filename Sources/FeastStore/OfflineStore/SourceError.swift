internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import Parquet
internal import PointInTime

/// Turns the errors of the layers below into errors that name the view and its file.
enum SourceError {
  static func wrapping<Result>(_ view: FeastView, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ParquetError {
      throw FeatureStoreError(
        .corruptData, "The file of view '\(view.name)' cannot be read. \(error)",
        context: .init(view: view.name), underlying: error)
    } catch let error as PointInTimeError {
      throw FeatureStoreError(
        .typeMismatch, "View '\(view.name)': \(error)",
        context: .init(view: view.name, column: error.column), underlying: error)
    } catch let error as DataFrameError {
      throw FeatureStoreError(
        .corruptData, "View '\(view.name)': \(error)", context: .init(view: view.name), underlying: error)
    }
  }

  /// Opens a view's file.
  ///
  /// - Throws: A ``FeatureStoreError`` that says whether the file is missing, a folder or damaged.
  static func opening(_ view: FeastView, _ path: String) throws -> ParquetFile {
    let context = FeatureStoreError.Context(view: view.name, path: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FeatureStoreError(
        .io,
        "The file of view '\(view.name)' is gone: \(path). Put it back, or register the view again with `mode: .overwrite`.",
        context: context)
    }
    guard !isFolder.boolValue else {
      throw FeatureStoreError(
        .notSupported,
        "The source of view '\(view.name)' is a folder: \(path). Only single Parquet files can be read yet.",
        context: context)
    }
    return try wrapping(view) { try ParquetFile(path: path) }
  }
}
