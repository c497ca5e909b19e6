internal import DataFrames
internal import FeatureStoreCore
internal import HTTP
internal import Logging

/// A query whose result the warehouse writes to the staging volume as Parquet files.
struct ExportedQuery {
  /// That nobody knows whether the statement runs.
  private struct LostAnswer: Error { let cause: any Error }

  let workspace: Workspace
  /// Common table expressions; empty for none.
  var with = ""
  /// What stands behind `FROM`.
  let source: String
  let columns: [ResultColumn]

  /// The result, in any order; nil if the warehouse wrote no file.
  ///
  /// When the answer to the statement is lost, it may still run and write, so that a repetition goes to a folder of its own.
  func frame() async throws -> DataFrame? {
    do {
      return try await export()
    } catch is LostAnswer {
      workspace.logger.info("the answer to an export was lost; it is run again")
    }
    do {
      return try await export()
    } catch let lost as LostAnswer {
      throw lost.cause
    }
  }

  var sql: String {
    let selected = columns.map { (column: ResultColumn) -> String in
      let name = SQLText.identifier(column.name)
      return "\(column.exporting(name)) AS \(name)"
    }
    return "\(with)SELECT \(selected.joined(separator: ", ")) FROM \(source)"
  }

  private func export() async throws -> DataFrame? {
    try await workspace.staging.withFolder { (folder: String) in
      let target = "INSERT OVERWRITE DIRECTORY \(SQLText.literal(folder)) USING PARQUET"
      do {
        try await workspace.statements.run(SQLStatement("\(target)\n\(sql)", isRepeatable: false))
      } catch let error as HTTPError where [.connectionLost, .timedOut].contains(error.code) {
        throw LostAnswer(cause: error)
      } catch let error as APIError where [502, 504].contains(error.status) {
        throw LostAnswer(cause: error)
      }
      return try await workspace.staging.frame(in: folder, columns)
    }
  }
}
