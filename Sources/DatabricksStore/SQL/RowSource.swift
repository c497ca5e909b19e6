internal import DataFrames

/// Rows of a frame as something that a statement can select from: written into the statement, or staged files.
enum RowSource: Sendable {
  /// A query over the rows' values.
  case values(String)
  /// A folder of Parquet files in a volume.
  case folder(String)

  /// Whether the rows are better written into the statement than staged: up to 1,000 values.
  ///
  /// A value costs an engine a tenth of a millisecond to read; staging costs a few requests, whatever it holds.
  static func isShort(_ frame: DataFrame) -> Bool { frame.rowCount * frame.columnNames.count <= 1_000 }

  /// Writes the rows into the statement.
  ///
  /// - Parameter types: The SQL type of each column.
  static func values(_ frame: DataFrame, types: [String]) -> RowSource {
    let columns = frame.columns
    guard frame.rowCount > 0 else {
      let nulls = zip(frame.columnNames, types).map { "CAST(NULL AS \($1)) AS \(SQLText.identifier($0))" }
      return .values("SELECT \(nulls.joined(separator: ", ")) WHERE false")
    }
    let rows = (0..<frame.rowCount).map { (row: Int) -> String in
      "(" + zip(columns, types).map { SQLLiteral.text($0, row, as: $1) }.joined(separator: ", ") + ")"
    }
    let names = SQLText.list(frame.columnNames)
    return .values("SELECT \(names) FROM VALUES \(rows.joined(separator: ", ")) AS v(\(names))")
  }

  /// What stands behind `FROM`.
  var sql: String {
    switch self {
    case .values(let query): "(\(query))"
    case .folder(let path): "parquet.\(SQLText.identifier(path))"
    }
  }
}
