internal import FeatureStoreCore

/// The statements that make, change and fill a feature table.
struct TableSQL {
  /// What the staged rows carry besides the table's columns: their place in the frame.
  static let sequence = "__fs_seq"

  let table: TableName
  let keys: [FeatureTable.Field]
  let time: FeatureTable.Field
  let created: FeatureTable.Field?
  let features: [FeatureTable.Field]

  private var stored: [FeatureTable.Field] { keys + [time] + [created].compactMap { $0 } + features }

  /// Makes the table unless it is there: keys and time are its primary key, the time being the TIMESERIES column.
  func create(comment: String, properties: [String: String]) -> SQLStatement {
    let notes = keys.map { ($0, " NOT NULL COMMENT 'entity key'") } + [(time, " NOT NULL COMMENT 'event time'")]
    let others = ([created].compactMap { $0 } + features).map { ($0, "") }
    let columns = (notes + others).map { "\(SQLText.identifier($0.0.name)) \($0.0.sqlType)\($0.1)" }
    let key = SQLText.list(keys.map(\.name)) + ", \(SQLText.identifier(time.name)) TIMESERIES"
    let constraint = "CONSTRAINT \(SQLText.identifier("\(table.table)_pk")) PRIMARY KEY (\(key))"
    let all = properties.merging(["delta.enableChangeDataFeed": "true"]) { $1 }
    let described = comment.isEmpty ? "" : " COMMENT \(SQLText.literal(comment))"
    return SQLStatement(
      "CREATE TABLE IF NOT EXISTS \(table.sql) (\((columns + [constraint]).joined(separator: ", "))) USING DELTA"
        + "\(described) TBLPROPERTIES (\(SQLText.pairs(all)))")
  }

  /// Adds columns; a second run is an error.
  func add(_ columns: [FeatureTable.Field]) -> SQLStatement {
    let list = columns.map { "\(SQLText.identifier($0.name)) \($0.sqlType)" }.joined(separator: ", ")
    return SQLStatement("ALTER TABLE \(table.sql) ADD COLUMNS (\(list))", isRepeatable: false)
  }

  /// Adds rows: of rows with one key and time the one created last stays, of those the one written last.
  ///
  /// - Parameter all: The columns of the table; those that the rows lack become null, as the row is replaced as a whole.
  func merge(_ source: RowSource, all: [FeatureTable.Field]) -> SQLStatement {
    let match = (keys + [time]).map { "t.\(SQLText.identifier($0.name)) = s.\(SQLText.identifier($0.name))" }
    let newer = created.map { (created: FeatureTable.Field) -> String in
      let name = SQLText.identifier(created.name)
      return " AND (t.\(name) IS NULL OR s.\(name) >= t.\(name))"
    }
    let matched = Set((keys + [time]).map(\.name))
    let updates = all.filter { !matched.contains($0.name) }.map {
      "t.\(SQLText.identifier($0.name)) = s.\(SQLText.identifier($0.name))"
    }
    let names = SQLText.list(all.map(\.name))
    let values = all.map { "s.\(SQLText.identifier($0.name))" }.joined(separator: ", ")
    let update =
      updates.isEmpty
      ? "" : " WHEN MATCHED\(newer ?? "") THEN UPDATE SET \(updates.joined(separator: ", "))"
    return SQLStatement(
      "MERGE INTO \(table.sql) AS t USING (\(winners(source, all: all))) AS s ON \(match.joined(separator: " AND "))"
        + "\(update) WHEN NOT MATCHED THEN INSERT (\(names)) VALUES (\(values))")
  }

  /// Replaces all rows, as one version of the table.
  func overwrite(_ source: RowSource, all: [FeatureTable.Field]) -> SQLStatement {
    SQLStatement("INSERT OVERWRITE TABLE \(table.sql) \(winners(source, all: all))")
  }

  /// The rows of a source without those that another one of the same key and time beats, as the table's columns.
  private func winners(_ source: RowSource, all: [FeatureTable.Field]) -> String {
    let given = Set(stored.map { $0.name.lowercased() })
    let casts = all.map { (field: FeatureTable.Field) -> String in
      let name = SQLText.identifier(field.name)
      let value = given.contains(field.name.lowercased()) ? name : "NULL"
      return "CAST(\(value) AS \(field.sqlType)) AS \(name)"
    }
    let order = created.map { "\(SQLText.identifier($0.name)) DESC NULLS LAST, " } ?? ""
    let partition = SQLText.list((keys + [time]).map(\.name))
    return
      "SELECT \(casts.joined(separator: ", ")) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY \(partition) ORDER BY "
      + "\(order)`\(Self.sequence)` DESC) AS `__fs_rank` FROM \(source.sql) AS d) AS r WHERE `__fs_rank` = 1"
  }
}
