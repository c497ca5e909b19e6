internal import DataFrames
internal import FeatureStoreCore

/// The newest rows of some entities as SQL: for each key asked for its row of the latest event time, then the latest
/// created time, in the windows that were materialized.
struct NewestRowQuery {
  let table: FeatureTable
  let features: [(name: String, type: ColumnType)]
  let keys: OnlineKeys

  /// What the query returns: the number of the key, whether there is a row, its time, the features.
  var columns: [ResultColumn] {
    [
      ResultColumn(name: "i", type: .int64), ResultColumn(name: "found", type: .int64),
      ResultColumn(name: "ts", type: .timestamp(.microseconds, utc: true)),
    ] + features.enumerated().map { ResultColumn(name: "f\($0.offset)", type: $0.element.type) }
  }

  func statement() throws -> SQLStatement {
    let types = try table.keys.map { try table.keyType($0).sqlType }
    let numbers = table.keys.indices.map { "k\($0)" }
    let match = numbers.map { "n.\($0) = q.\($0)" }.joined(separator: " AND ")
    let values = features.indices.map { columns[$0 + 3].selecting("n.m.f\($0)") + " AS f\($0)" }
    let selected =
      ["q.i AS i", "CASE WHEN n.m IS NULL THEN 0 ELSE 1 END AS found", "unix_micros(n.m.ts) AS ts"] + values
    return SQLStatement(
      "SELECT \(selected.joined(separator: ", ")) FROM \(try asked(types).sql) AS q LEFT JOIN "
        + "(SELECT \(numbers.joined(separator: ", ")), max_by(f, w) AS m FROM (\(history(types))) AS h "
        + "GROUP BY \(numbers.joined(separator: ", "))) AS n ON \(match)")
  }

  /// The keys asked for, numbered.
  private func asked(_ types: [String]) throws -> RowSource {
    let count = keys.columns.first?.count ?? 0
    let numbered = [(name: "i", column: Column.int64((0..<Int64(count)).map { $0 }))]
    let frame = try DataFrame(
      columns: numbered + keys.columns.enumerated().map { (name: "k\($0.offset)", column: $0.element) })
    return .values(frame, types: ["BIGINT"] + types)
  }

  private func history(_ types: [String]) -> String {
    let time = "CAST(\(SQLText.identifier(table.time.name)) AS TIMESTAMP)"
    let created = table.created.map { "CAST(\(SQLText.identifier($0.name)) AS TIMESTAMP)" } ?? "CAST(NULL AS TIMESTAMP)"
    let keyed = zip(table.keys, types).enumerated().map {
      "CAST(\(SQLText.identifier($0.element.0.name)) AS \($0.element.1)) AS k\($0.offset)"
    }
    let fields = features.enumerated().map { "'f\($0.offset)', \(SQLText.identifier($0.element.name))" }
    let order = "named_struct('a', \(time), 'b', \(created)) AS w"
    return "SELECT \(keyed.joined(separator: ", ")), \(order), "
      + "named_struct(\((["'ts', \(time)"] + fields).joined(separator: ", "))) AS f FROM \(table.name.sql) "
      + "WHERE \(([table.materialized.condition(on: time)] + wanted(types)).joined(separator: " AND "))"
  }

  /// Only rows of keys that are asked for, so that files without any can be passed over.
  private func wanted(_ types: [String]) -> [String] {
    zip(zip(table.keys, keys.columns), types).compactMap { (pair, type) -> String? in
      let (key, column) = pair
      let literals = Set((0..<column.count).filter { !column.isNull($0) }.map { SQLLiteral.text(column, $0, as: type) })
      if literals.isEmpty { return "false" }
      return "\(SQLText.identifier(key.name)) IN (\(literals.sorted().joined(separator: ", ")))"
    }
  }
}
