internal import DataFrames
internal import FeatureStoreCore
internal import SQLite

/// Says what a failure of SQLite means for the online store, and what to do.
enum OnlineStoreFailure {
  static func explained(_ error: any Error, path: String, table: String?) -> any Error {
    if let error = error as? FeatureStoreError { return located(error, path, table) }
    guard let error = error as? SQLiteError else { return error }
    let (code, text) = meaning(error, path)
    return FeatureStoreError(code, text, context: .init(path: path), underlying: error)
  }

  private static func meaning(_ error: SQLiteError, _ path: String) -> (FeatureStoreError.Code, String) {
    switch error.kind {
    case .busy:
      (.storeBusy, "Another process keeps the online store \(path) locked. Try again when it has finished.")
    case .corrupt:
      (
        .corruptData,
        "The online store \(path) is damaged or no SQLite file. Move it away and materialize the views again."
      )
    case .readOnly, .cannotOpen, .needsRecovery:
      (.io, "The online store \(path) cannot be opened or written. Check that its folder exists and may be written.")
    case .diskFull:
      (.io, "The disk of the online store \(path) is full: nothing was written to it. Make room and try again.")
    case .noSuchTable, .other:
      (
        .io,
        "The online store \(path) failed: \(error.message). Check that the table was made by Feast or this package."
      )
    }
  }

  /// Adds the place to an error about a stored value.
  private static func located(_ error: FeatureStoreError, _ path: String, _ table: String?) -> FeatureStoreError {
    guard error.context.path == nil, let table else { return error }
    return FeatureStoreError(
      error.code, "\(error.message) (Table \(table) of \(path).)",
      context: .init(column: error.context.column, path: path), underlying: error.underlying)
  }
}
