internal import DataFrames
internal import FeatureStoreCore
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

  /// Opens a view's file, or the files of its folder or pattern.
  ///
  /// - Throws: A ``FeatureStoreError`` that says whether it is missing, of a kind that is not read, or damaged.
  static func opening(_ view: FeastView, _ path: String) throws -> ParquetDataset {
    do {
      guard try FileLocation(path).isThere else { throw gone(view, path) }
      return try ParquetDataset(path: path)
    } catch let error as ParquetError where error.code == .unsupported {
      throw FeatureStoreError(
        .notSupported, "The source of view '\(view.name)' cannot be read. \(error)",
        context: .init(view: view.name, path: path), underlying: error)
    } catch let error as ParquetError {
      return try wrapping(view) { throw error }
    }
  }

  private static func gone(_ view: FeastView, _ path: String) -> FeatureStoreError {
    let remedy =
      ViewVersions.isWrittenHere(path, view.name)
      ? "Put it back from a copy, or register the view's rows again with `mode: .overwrite`."
      : "Put it back, or correct the path where the view is defined and apply the definitions again."
    return FeatureStoreError(
      .io, "The file of view '\(view.name)' is gone: \(path). \(remedy)",
      context: .init(view: view.name, path: path))
  }
}
